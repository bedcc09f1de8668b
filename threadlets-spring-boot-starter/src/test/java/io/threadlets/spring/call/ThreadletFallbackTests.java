package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is called in place of calls that fail. */
class ThreadletFallbackTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Service.class);

    /** A call of a fallback. */
    record Called(String thread, Throwable failure) {}

    interface Body {
        String run() throws Exception;
    }

    @SuppressWarnings("UnusedVariable") // fallbacks take what they do not need
    static class Service {
        private final BlockingQueue<Called> called = new LinkedBlockingQueue<>();

        BlockingQueue<Called> called() {
            return called;
        }

        @Threadlet(queue = "q", fallback = "instead")
        public String value(Body body) throws Exception {
            return body.run();
        }

        private String instead(Body body, Throwable failure) {
            called.add(new Called(Thread.currentThread().getName(), failure));
            return "instead";
        }

        @Threadlet(queue = "q", fallback = "insteadLater")
        public CompletableFuture<String> future(Body body) throws Exception {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet(queue = "q", timeout = "30ms", fallback = "insteadLater")
        public CompletableFuture<String> timed(Body body) throws Exception {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet(queue = "q", timeout = "30ms", fallback = "instead")
        public String timedValue(Body body) throws Exception {
            return body.run();
        }

        CompletableFuture<String> insteadLater(Body body, Throwable failure) {
            return CompletableFuture.completedFuture(instead(body, failure));
        }

        @Threadlet(queue = "q", fallback = "insteadOfStage")
        public CompletableFuture<String> stage(CompletableFuture<String> stage) {
            return stage;
        }

        CompletableFuture<String> insteadOfStage(CompletableFuture<String> stage, Throwable failure) {
            called.add(new Called(Thread.currentThread().getName(), failure));
            return CompletableFuture.completedFuture("instead");
        }

        @Threadlet(queue = "q", fallback = "goesOn")
        public CompletableFuture<String> thenStage(CompletableFuture<String> stage) {
            throw new IllegalStateException("planned");
        }

        CompletableFuture<String> goesOn(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet(queue = "q", fallback = "nothingInstead")
        public void nothing(Body body) throws Exception {
            body.run();
        }

        @Threadlet(queue = "q", timeout = "30ms", fallback = "nothingInstead")
        public void timedNothing(Body body) throws Exception {
            body.run();
        }

        void nothingInstead(Body body, Throwable failure) {
            instead(body, failure);
        }

        @Threadlet(queue = "q", fallback = "byType")
        public String typed(Body body) throws Exception {
            return body.run();
        }

        String byType(Body body, IOException failure) {
            return "for an IOException";
        }

        String byType(Body body, RuntimeException failure) {
            return "for a RuntimeException";
        }

        String byType(Body body, UncheckedIOException failure) {
            return "for an UncheckedIOException";
        }

        @Threadlet(queue = "q", fallback = "failing")
        public String failingBoth(Body body) throws Exception {
            return body.run();
        }

        static String failing(Body body) {
            throw new IllegalStateException("the fallback fails");
        }

        @Threadlet(queue = "q", fallback = "instead")
        public String nested(Body body) throws Exception {
            return body.run();
        }
    }

    private static final class Planned extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static String fail() throws Planned {
        throw new Planned();
    }

    @Test
    void plainCallThatFailsGetsTheFallbacksValueFromItsOwnThread() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.value(ThreadletFallbackTests::fail)).isEqualTo("instead");
            final Called called = service.called().take();
            assertThat(called.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(called.failure()).isInstanceOf(Planned.class);
            assertThat(service.value(() -> "value")).isEqualTo("value");
            assertThat(service.called()).isEmpty();
        });
    }

    @Test
    void futureThatFailsGetsTheFallbacksValueFromTheThreadThatFailed() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(ThreadletFallbackTests::fail))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("instead");
            final Called called = service.called().take();
            assertThat(called.thread()).isEqualTo("q-1");
            assertThat(called.failure()).isInstanceOf(Planned.class);
            final QueueSnapshot counts =
                    context.getBean("q", ThreadletQueue.class).snapshot();
            assertThat(counts.failed()).as("the body has failed all the same").isOne();
        });
    }

    @Test
    void stageThatFailsLaterGetsTheFallbackOnTheThreadThatFailedIt() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> stage = new CompletableFuture<>();
            final CompletableFuture<String> result = service.stage(stage);
            awaitIdle(context.getBean("q", ThreadletQueue.class));
            stage.completeExceptionally(new Planned());
            assertThat(result).isCompletedWithValue("instead");
            final Called called = service.called().take();
            assertThat(called.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(called.failure()).isInstanceOf(Planned.class);
        });
    }

    private static void awaitIdle(ThreadletQueue queue) {
        await().until(() -> queue.snapshot().succeeded() == 1);
    }

    @Test
    void stageOfAFallbackIsFollowedAndCancelledWithTheCallersFuture() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> stage = new CompletableFuture<>();
            final CompletableFuture<String> followed = service.thenStage(stage);
            stage.complete("later");
            assertThat(followed).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("later");

            final CompletableFuture<String> unfinished = new CompletableFuture<>();
            final CompletableFuture<String> cancelled = service.thenStage(unfinished);
            await().until(() ->
                    context.getBean("q", ThreadletQueue.class).snapshot().failed() == 2);
            cancelled.cancel(true);
            assertThat(unfinished).isCancelled();
        });
    }

    @Test
    void rejectedCallsGetTheFallbackInTheCaller() {
        contexts.withPropertyValues("threadlets.queues.q.capacity=0").run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.nothing(gate.task("first")::call);
            gate.awaitReached();
            assertThat(service.value(() -> "value")).isEqualTo("instead");
            assertThat(service.future(() -> "value")).isCompletedWithValue("instead");
            service.nothing(() -> "value");
            final Collection<Called> all = List.of(
                    service.called().take(),
                    service.called().take(),
                    service.called().take());
            assertThat(all).allSatisfy(called -> {
                assertThat(called.thread()).isEqualTo(Thread.currentThread().getName());
                assertThat(called.failure()).isInstanceOf(ThreadletRejectedException.class);
            });
            gate.open();
        });
    }

    @Test
    void timedOutFutureGetsTheFallbackOnGlobalAndOnlyOnce() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            await().until(() -> {
                final Gate gate = new Gate();
                assertThat(service.timed(gate.task("late")::call))
                        .succeedsWithin(20, TimeUnit.SECONDS)
                        .isEqualTo("instead");
                final Called called = service.called().take();
                assertThat(called.thread()).startsWith("global-");
                assertThat(called.failure()).isInstanceOf(ThreadletTimeoutException.class);
                return gate.wasReached(); // in time, which a slow machine may miss
            });
            context.close(); // waits until the interrupted body has ended
            assertThat(service.called()).isEmpty();
        });
    }

    @Test
    void timedOutPlainCallGetsTheFallbackInTheCaller() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.timedValue(new Gate().task("late")::call)).isEqualTo("instead");
            assertThat(service.called().take().thread())
                    .isEqualTo(Thread.currentThread().getName());
        });
    }

    @Test
    void voidCallsGetTheFallbackInsteadOfTheHandler() {
        final Collection<Throwable> handled = new ConcurrentLinkedQueue<>();
        contexts.withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> handled.add(failure))
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    service.nothing(ThreadletFallbackTests::fail);
                    assertThat(service.called().poll(20, TimeUnit.SECONDS).thread())
                            .isEqualTo("q-1");
                    await().ignoreExceptions().untilAsserted(() -> {
                        service.timedNothing(new Gate().task("late")::call);
                        assertThat(service.called().poll(20, TimeUnit.SECONDS).thread())
                                .startsWith("global-");
                    });
                    context.close();
                    assertThat(handled).isEmpty();
                });
    }

    @Test
    void fallbackOfTheNearestTypeIsCalled() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.typed(ThreadletFallbackTests::fail)).isEqualTo("for an IOException");
            assertThat(service.typed(() -> {
                        throw new UncheckedIOException(new Planned());
                    }))
                    .isEqualTo("for an UncheckedIOException");
            assertThat(service.typed(() -> {
                        throw new IllegalStateException();
                    }))
                    .isEqualTo("for a RuntimeException");
            assertThatExceptionOfType(Exception.class)
                    .as("one that no fallback takes")
                    .isThrownBy(() -> service.typed(() -> {
                        throw new InterruptedException("planned");
                    }))
                    .withMessage("planned");
        });
    }

    @Test
    void fallbackThatFailsTooReplacesTheFailureAndKeepsIt() {
        contexts.run(context -> assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> context.getBean(Service.class).failingBoth(ThreadletFallbackTests::fail))
                .withMessage("the fallback fails")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasExactlyElementsOfTypes(Planned.class)));
    }

    @Test
    void cancelledFutureGetsNoFallback() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            for (int round = 0; round < 50; round++) {
                final Gate gate = new Gate();
                final CompletableFuture<String> future = service.future(gate.task("cancelled")::call);
                gate.awaitReached();
                future.cancel(true);
                gate.awaitInterrupted();
                awaitFree(context.getBean("q", ThreadletQueue.class));
            }
            assertThat(service.called()).isEmpty();
        });
    }

    private static void awaitFree(ThreadletQueue queue) {
        await().until(() -> queue.snapshot().cur() == queue.snapshot().idle());
    }

    @Test
    void callFromTheSameQueueRunsInPlaceWithItsFallback() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.value(() -> service.nested(ThreadletFallbackTests::fail)))
                    .isEqualTo("instead");
            assertThat(service.called().take().thread()).isEqualTo("q-1");
        });
    }

    @Test
    void fallbackThatWaitsForAThreadIsNotCalledOnceTheCallIsCancelled() {
        contexts.withPropertyValues("threadlets.queues.global.max-threads=1").run(context -> {
            final Service service = context.getBean(Service.class);
            final ThreadletQueue global = context.getBean("global", ThreadletQueue.class);
            final Gate first = new Gate();
            global.submit(ThreadletWork.of(first));
            first.awaitReached();
            final CompletableFuture<String> future = service.timed(new Gate().task("late")::call);
            await().until(() -> global.snapshot().queued() == 1);
            assertThat(future.cancel(true)).isTrue();
            first.open();
            context.close(); // runs what waits
            assertThat(service.called()).isEmpty();
            assertThat(future).isCancelled();
        });
    }

    /** What {@code T} stands for is said where it is implemented. */
    interface Unreliable<T> {
        T get(T otherwise);

        default T given(T otherwise, Throwable failure) {
            return otherwise;
        }
    }

    static class UnreliableName implements Unreliable<String> {
        @Override
        @Threadlet(queue = "q", fallback = "given")
        public String get(String otherwise) {
            throw new IllegalStateException("planned");
        }
    }

    @Test
    void fallbackMayBeInheritedAndReturnATypeVariable() {
        contexts.withBean(UnreliableName.class)
                .run(context -> assertThat(context.getBean(UnreliableName.class).get("otherwise"))
                        .isEqualTo("otherwise"));
    }
}
