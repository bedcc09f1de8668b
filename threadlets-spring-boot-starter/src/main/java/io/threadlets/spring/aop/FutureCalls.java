package io.threadlets.spring.aop;

import io.threadlets.OnFull;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose caller gets a future. That future is not the task's own, since it goes on where the body returned a stage
 * that is not finished, when the task and its thread are done. The two are linked both ways.
 */
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

    CompletableFuture<Object> submit(ThreadletQueue queue, BodyCall call) {
        final ThreadletFuture<BodyCall> task;
        try {
            task = queue.submit(call);
        } catch (RejectedExecutionException | CancellationException rejection) {
            final CompletableFuture<Object> failed = refused.newIncompleteFuture();
            failed.completeExceptionally(rejection);
            return failed;
        }
        final CompletableFuture<Object> result = task.newIncompleteFuture();
        onEnd(task, (done, failure) -> settle(result, call, failure));
        onEnd(result, (value, failure) -> {
            if (!task.isDone()) {
                task.cancel(result.isCancelled());
            }
            call.abandon();
        });
        return result;
    }

    private static void settle(CompletableFuture<Object> result, BodyCall call, @Nullable Throwable failure) {
        final CompletionStage<?> pending = call.pending();
        if (failure != null) {
            result.completeExceptionally(failure);
        } else if (pending == null) {
            result.complete(call.value());
        } else {
            onEnd(pending, (value, thrown) -> {
                if (thrown == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(
                            thrown instanceof CompletionException wrapper ? BodyCall.causeOf(wrapper) : thrown);
                }
            });
        }
    }

    private static <T> void onEnd(CompletionStage<T> stage, BiConsumer<? super T, ? super Throwable> action) {
        stage.whenComplete(action);
    }
}
