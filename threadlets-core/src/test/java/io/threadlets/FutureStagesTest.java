package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stages derived from a {@link ThreadletFuture}. */
final class FutureStagesTest {
    @RegisterExtension
    final Queues queues = new Queues();

    record Stage(String name, Function<ThreadletFuture<String>, CompletableFuture<String>> derive) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    static Stream<Stage> asyncStages() {
        final CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        return Stream.of(
                new Stage("thenApplyAsync", future -> future.thenApplyAsync(value -> here())),
                new Stage("handleAsync", future -> future.handleAsync((value, failure) -> here())),
                new Stage("thenCombineAsync", future -> future.thenCombineAsync(done, (one, other) -> here())),
                new Stage(
                        "applyToEitherAsync",
                        future -> future.applyToEitherAsync(new CompletableFuture<>(), v -> here())),
                new Stage(
                        "thenComposeAsync",
                        future -> future.thenComposeAsync(value -> CompletableFuture.completedFuture(here()))),
                new Stage(
                        "stage of a stage",
                        future -> future.thenApply(value -> value).thenApplyAsync(value -> here())),
                new Stage(
                        "stage of a stage of a stage",
                        future -> future.thenRun(() -> {})
                                .handle((value, failure) -> "x")
                                .thenApplyAsync(value -> here())),
                new Stage("stage of a copy", future -> future.copy().thenApplyAsync(value -> here())),
                new Stage(
                        "stage of whenComplete",
                        future -> future.whenComplete((value, failure) -> {}).thenApplyAsync(value -> here())),
                new Stage(
                        "completeAsync of a stage",
                        future -> future.newIncompleteFuture()
                                .thenApply(Object::toString)
                                .completeAsync(FutureStagesTest::here)));
    }

    @ParameterizedTest
    @MethodSource("asyncStages")
    void asyncStage_withoutAnExecutor_runsOnTheSameQueue(Stage stage) {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        final CompletableFuture<String> early = stage.derive().apply(future);
        gate.open();
        assertThat(early.join()).startsWith("q-");
        assertThat(future.join()).isEqualTo("value");
        final CompletableFuture<String> late = stage.derive().apply(future);
        assertThat(late.join()).startsWith("q-");
        assertThat(early).isInstanceOf(ThreadletFuture.class);
        assertThat(late).isInstanceOf(ThreadletFuture.class);
        assertThat(((ThreadletFuture<String>) late).defaultExecutor()).isSameAs(queue.executor());
        Queues.drain(queue);
        assertThat(queue.snapshot().submitted()).as("the task and two stages").isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("asyncStages")
    void asyncStage_thatTheQueueRejects_failsWithThatRejection(Stage stage) {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(future.join()).isEqualTo("value");
        Queues.drain(queue);
        if (stage.name().startsWith("completeAsync")) {
            assertThatThrownBy(() -> stage.derive().apply(future)).isInstanceOf(ThreadletRejectedException.class);
        } else {
            assertRejected(stage.derive().apply(future), ThreadletRejectedException.Reason.SHUTDOWN);
        }
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void asyncStage_thatTheQueueRejectsWhenItsSourceEnds_failsWithThatRejection() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(1));
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        final AtomicInteger runs = new AtomicInteger();
        final List<CompletableFuture<?>> stages = new ArrayList<>();
        stages.add(future.thenApplyAsync(value -> runs.incrementAndGet()));
        stages.add(future.thenAcceptAsync(value -> runs.incrementAndGet()));
        stages.add(future.thenRunAsync(runs::incrementAndGet));
        stages.add(future.handleAsync((value, failure) -> runs.incrementAndGet()));
        stages.add(future.whenCompleteAsync((value, failure) -> runs.incrementAndGet()));
        gate.awaitEntered();
        queue.submit(Probe.named("takes the only place"));
        gate.open();
        for (CompletableFuture<?> stage : stages) {
            assertRejected(stage, ThreadletRejectedException.Reason.FULL);
        }
        assertThat(runs).hasValue(0);
        assertThat(future.join()).isEqualTo("value");
    }

    private static void assertRejected(CompletableFuture<?> stage, ThreadletRejectedException.Reason reason) {
        assertThatThrownBy(stage::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ThreadletRejectedException.class,
                        why -> assertThat(why.reason()).isEqualTo(reason));
    }

    @Test
    void derivedStages_areThreadletFutures() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletFuture<String> future = queue.submit(() -> "value");
        assertThat(List.of(
                        future.thenApply(value -> value),
                        future.thenAccept(value -> {}),
                        future.thenRun(() -> {}),
                        future.thenCompose(CompletableFuture::completedFuture),
                        future.exceptionally(failure -> "failed"),
                        future.whenComplete((value, failure) -> {}),
                        future.copy(),
                        future.newIncompleteFuture()))
                .allSatisfy(stage -> {
                    assertThat(stage).isInstanceOf(ThreadletFuture.class);
                    assertThat(stage.defaultExecutor()).isSameAs(queue.executor());
                });
    }

    @Test
    void cancel_ofADerivedStage_doesNotReachTheSource() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final Gate running = new Gate();
        final ThreadletFuture<String> source = queue.submit(running.callable("value"));
        final AtomicInteger runs = new AtomicInteger();
        final CompletableFuture<Integer> stage = source.thenApply(value -> runs.incrementAndGet());
        assertThat(stage.cancel(true)).isTrue();
        assertThat(queue.snapshot().queued()).isOne();
        gate.open();
        running.awaitEntered();
        final CompletableFuture<Integer> second = source.thenApply(value -> runs.incrementAndGet());
        assertThat(second.cancel(true)).isTrue();
        assertThat(second.complete(17)).isFalse();
        second.obtrudeValue(18);
        running.open();
        assertThat(source.join()).isEqualTo("value");
        assertThat(runs).hasValue(0);
    }

    @Test
    void cancel_ofAnAsyncStageThatRuns_doesNotInterruptIt() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final AtomicInteger after = new AtomicInteger();
        final CompletableFuture<Integer> stage = queue.submit(() -> "value").thenApplyAsync(value -> {
            gate.passWithoutInterrupts();
            return Thread.currentThread().isInterrupted() ? -1 : after.incrementAndGet();
        });
        gate.awaitEntered();
        assertThat(stage.cancel(true)).isTrue();
        gate.open();
        Queues.drain(queue);
        assertThat(after).hasValue(1);
    }

    @Test
    void thenApply_thatThrows_failsTheStageAlone() {
        final ThreadletQueue queue = queues.single("q");
        final RuntimeException failure = new IllegalStateException("in the stage");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        final CompletableFuture<String> stage = future.thenApply(value -> {
            throw failure;
        });
        gate.open();
        assertThatThrownBy(stage::join).hasCause(failure);
        assertThat(future.join()).isEqualTo("value");
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void thenApply_ofARunningTask_runsOnItsThread() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final ThreadletFuture<String> future = queue.submit(gate.callable("value"));
        final CompletableFuture<String> stage = future.thenApply(value -> here());
        gate.open();
        assertThat(stage.join()).startsWith("q-");
    }
}
