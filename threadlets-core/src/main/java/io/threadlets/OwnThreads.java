package io.threadlets;

/** Threads that the library needs for itself. They run no works, and inherit nothing but the thread group. */
final class OwnThreads {
    private OwnThreads() {}

    static void start(Runnable body, String name) {
        ThreadSource.isolated(body, Thread.currentThread().getThreadGroup(), name, null)
                .start();
    }
}
