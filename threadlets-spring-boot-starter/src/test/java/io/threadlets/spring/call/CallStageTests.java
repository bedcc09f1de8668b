package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Stages and futures that a body returns and that do not behave: the caller hears of the outcome all the same. */
class CallStageTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.shutdown-timeout=0")
            .withBean(Service.class);

    @SuppressWarnings("UnusedVariable") // the fallback takes what it does not need
    static class Service {
        @Threadlet(queue = "q", timeout = "200ms")
        public CompletableFuture<String> timed(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet("q")
        public CompletableFuture<String> untimed(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<String> withFallback(CompletableFuture<String> stage) {
            return stage;
        }

        CompletableFuture<String> instead(CompletableFuture<String> stage) {
            return CompletableFuture.completedFuture("instead");
        }

        @Threadlet("q")
        public Future<String> plain(Future<String> future) {
            return future;
        }
    }

    @Test
    void timeoutIsToldThoughTheCancelOfTheStageThrows() {
        contexts.run(context -> assertThat(context.getBean(Service.class).timed(uncancellable()))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ThreadletTimeoutException.class));
    }

    @Test
    void cancelOfAStageThatThrowsIsIgnored() {
        assertThatNoException().isThrownBy(() -> Stages.cancel(uncancellable()));
    }

    private static CompletableFuture<String> uncancellable() {
        return new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                throw new IllegalStateException("cannot be cancelled");
            }
        };
    }

    @Test
    void timedOutFutureEndsWhileADependentOfTheStageBlocks() {
        final Gate dependent = new Gate();
        final CompletableFuture<String> stage = new CompletableFuture<>();
        final CompletableFuture<String> blocked = stage.whenComplete((value, failure) -> dependent.run());
        contexts.run(context -> {
            final CompletableFuture<String> future =
                    context.getBean(Service.class).timed(stage);
            dependent.awaitReached();
            await().until(future::isDone);
            assertThat(blocked).isNotDone();
            assertThat(future)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ThreadletTimeoutException.class);
            dependent.open();
            assertThat(blocked).failsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void callerThatWaitsAlreadyHearsOfTheTimeoutWhileADependentOfTheStageBlocks() {
        final Gate dependent = new Gate();
        final CompletableFuture<String> stage = new CompletableFuture<>();
        final CompletableFuture<String> blocked = stage.whenComplete((value, failure) -> dependent.run());
        contexts.run(context -> {
            final CompletableFuture<String> future =
                    context.getBean(Service.class).timed(stage);
            final CompletableFuture<Boolean> toldInTime = CompletableFuture.supplyAsync(
                    () -> future.handle((value, failure) -> failure).join() != null);
            dependent.awaitReached();
            assertThat(toldInTime).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
            assertThat(blocked).isNotDone();
            dependent.open();
        });
    }

    @Test
    void stageThatCannotBeFollowedFailsTheCall() {
        final CompletableFuture<String> stage = new CompletableFuture<>() {
            @Override
            public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
                throw new IllegalStateException("cannot be followed");
            }
        };
        contexts.run(context -> assertThat(context.getBean(Service.class).untimed(stage))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessage("cannot be followed"));
    }

    @Test
    void plainFutureThatIsCancelledCancelsTheCallersFuture() {
        final FutureTask<String> cancelled = new FutureTask<>(() -> "never");
        cancelled.cancel(false);
        contexts.run(context -> {
            final Future<String> future = context.getBean(Service.class).plain(cancelled);
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.get(20, TimeUnit.SECONDS));
            assertThat(future.isCancelled()).isTrue();
        });
    }

    @Test
    void stageOfACancelledStageCancelsWhetherItHasEndedOrNotAndGetsNoFallback() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> source = new CompletableFuture<>();
            final CompletableFuture<String> derived = source.thenApply(value -> value);
            final CompletableFuture<String> going = service.withFallback(derived);
            final ThreadletQueue queue = context.getBean("q", ThreadletQueue.class);
            await().until(() -> queue.snapshot().succeeded() == 1);
            source.cancel(true);
            final CompletableFuture<String> ended = service.withFallback(derived);
            assertThat(ended).failsWithin(20, TimeUnit.SECONDS);
            assertThat(going).isCancelled();
            assertThat(ended).isCancelled();
        });
    }
}
