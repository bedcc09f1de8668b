package io.threadlets.spring.call;

import io.threadlets.spring.Threadlet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Methods on three queues that wait for what they are given, which may call the others. */
class ThreeQueues {
    private static final long LIMIT_SECONDS = 20;

    @Threadlet("a")
    public <T> T a(Callable<T> body) throws Exception {
        return body.call();
    }

    @Threadlet("b")
    public <T> T b(Callable<T> body) throws Exception {
        return body.call();
    }

    @Threadlet("c")
    public <T> T c(Callable<T> body) throws Exception {
        return body.call();
    }

    @Threadlet(queue = "b", timeout = "400ms") // the body has begun by then
    public <T> T timedB(Callable<T> body) throws Exception {
        return body.call();
    }

    @Threadlet(queue = "a", fallback = "instead")
    public String recoveringA(Callable<String> body) throws Exception {
        return body.call();
    }

    String instead(Callable<String> body, IllegalStateException failure) {
        return "instead of " + failure.getMessage() + " on " + thread();
    }

    @Threadlet("a")
    public <T> CompletableFuture<T> futureA(Callable<T> body) throws Exception {
        return CompletableFuture.completedFuture(body.call());
    }

    static String thread() {
        return Thread.currentThread().getName();
    }

    /** Makes a call on a thread of its own, which is of no queue. */
    static <T> CompletableFuture<T> outside(Callable<T> call) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Waits for all others. */
    static void meet(CyclicBarrier barrier) throws Exception {
        barrier.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** What each of several calls gave; none may take long. */
    static <T> List<T> all(List<CompletableFuture<T>> calls) {
        return calls.stream()
                .map(call -> call.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join())
                .toList();
    }
}
