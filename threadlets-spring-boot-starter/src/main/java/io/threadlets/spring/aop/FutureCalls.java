package io.threadlets.spring.aop;

import io.threadlets.OnFull;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Calls whose caller gets a future, also where the queue rejects the call. */
final class FutureCalls {
    /** Futures of a queue that has no thread, for calls that no queue accepted: its stages run in who adds them. */
    private final ThreadletFuture<?> refused = withoutThreads().submit(() -> true);

    private static ThreadletQueue withoutThreads() {
        final ThreadletQueue queue = ThreadletQueue.builder("rejected")
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .build();
        queue.pause();
        return queue;
    }

    CompletableFuture<Object> submit(ThreadletQueue queue, StageCall call) {
        try {
            return queue.submitStage(call);
        } catch (RejectedExecutionException | CancellationException rejection) {
            final CompletableFuture<Object> failed = refused.newIncompleteFuture();
            failed.completeExceptionally(rejection);
            return failed;
        }
    }
}
