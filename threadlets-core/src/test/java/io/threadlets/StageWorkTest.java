package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callables that return stages. */
final class StageWorkTest {
    @RegisterExtension
    private final Queues queues = new Queues();

    private final CompletableFuture<String> stage = new CompletableFuture<>();

    @Test
    void submitStage_unfinished_freesTheThreadAndIsFollowed() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submitStage(() -> stage);
        assertThat(queue.submit(() -> "next").join()).isEqualTo("next");
        assertThat(future).isNotDone();
        stage.complete("value");
        assertThat(future.join()).isEqualTo("value");
    }

    @Test
    void submitStage_fails_futureFailsWithTheSame() {
        final ThreadletFuture<String> future = queues.single("q").submitStage(() -> stage.thenApply(value -> value));
        final IllegalStateException failure = new IllegalStateException("planned");
        stage.completeExceptionally(new CompletionException(failure));
        assertThat(future.handle((value, thrown) -> thrown).join()).isSameAs(failure);
    }

    @Test
    void submitStage_callableThrowsOrReturnsNull_isAsForACallable() {
        final ThreadletQueue queue = queues.single("q");
        final IllegalStateException failure = new IllegalStateException("planned");
        final ThreadletFuture<String> failed = queue.submitStage(() -> {
            throw failure;
        });
        assertThat(failed.handle((value, thrown) -> thrown).join()).isSameAs(failure);
        assertThat(queue.<@Nullable String>submitStage(StageWorkTest::none).join())
                .isNull();
    }

    @SuppressWarnings("NullAway") // what an application may do whatever the annotations say
    private static CompletionStage<@Nullable String> none() {
        return null;
    }

    @Test
    void cancel_whileTheStageIsUnfinished_cancelsIt() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submitStage(() -> stage);
        Queues.drain(queue);
        assertThat(future.cancel(false)).isTrue();
        assertThat(stage).isCancelled();
    }

    @Test
    void cancel_withoutInterruptWhileTheCallableRuns_letsItGoOnAndCancelsWhatItReturns() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submitStage(gate.callable(stage));
        gate.awaitEntered();
        assertThat(future.cancel(false)).isTrue();
        gate.open();
        Queues.drain(queue);
        assertThat(stage).isCancelled();
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void cancel_withInterruptWhileTheCallableRuns_cancelsWhatItReturnsAllTheSame() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submitStage(() -> {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                return stage;
            }
            throw new AssertionError("was not interrupted");
        });
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        Queues.drain(queue);
        assertThat(stage).isCancelled();
        assertThat(future).isCancelled();
    }

    @Test
    void complete_fromOutside_cancelsTheStage() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submitStage(() -> stage);
        Queues.drain(queue);
        assertThat(future.complete("other")).isTrue();
        assertThat(stage).isCancelled();
        assertThat(future.join()).isEqualTo("other");
    }

    @Test
    void submitStage_isCancelledByItself_futureIsCancelled() {
        final ThreadletFuture<String> future = queues.single("q").submitStage(() -> stage);
        stage.cancel(true);
        Waits.until("future is done", future::isDone);
        assertThat(future).isCancelled();
    }

    @Test
    void submitStage_stageThatIsNoFuture_isFollowed() {
        final ThreadletFuture<String> future = queues.single("q").submitStage(() -> stage.minimalCompletionStage());
        stage.complete("value");
        assertThat(future.join()).isEqualTo("value");
    }
}
