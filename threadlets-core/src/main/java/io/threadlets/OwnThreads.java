package io.threadlets;

/** Threads that the library needs for itself. They run no works, and inherit no thread locals and no class loader. */
final class OwnThreads {
    private OwnThreads() {}

    static void start(Runnable body, String name) {
        final Thread thread = new Thread(null, body, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }
}
