package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls that wait for calls of their own queue, and calls that are put off by who would have to run them. */
class OwnQueueTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs")
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public <T> CompletableFuture<T> future(Callable<T> body) throws Exception {
            return CompletableFuture.completedFuture(body.call());
        }

        @Threadlet(queue = "q", timeout = "400ms") // the body has begun by then
        public <T> CompletableFuture<T> timed(Callable<T> body) throws Exception {
            return CompletableFuture.completedFuture(body.call());
        }

        @Threadlet("q")
        public String nameOfQueue() {
            return String.valueOf(ThreadletCall.current().queue());
        }

        @Threadlet("callers")
        public <T> T inCaller(Callable<T> body) throws Exception {
            return body.call();
        }

        @Threadlet("callers")
        public void nothingInCaller(Runnable body) {
            body.run();
        }

        @Threadlet(queue = "callers", timeout = "400ms")
        public CompletableFuture<String> stageInCaller(CompletableFuture<String> stage, Runnable before) {
            before.run();
            return stage;
        }
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void queuedFutureThatIsWaitedForRunsInPlaceInItsOwnContext() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            MDC.put("call", "outer");
            assertThat(service.future(() -> {
                        final Thread thread = Thread.currentThread();
                        final ThreadletCall outer = ThreadletCall.current();
                        MDC.put("call", "inner");
                        final CompletableFuture<String> inner = service.future(() -> {
                            assertThat(Thread.currentThread()).isSameAs(thread);
                            assertThat(ThreadletCall.current()).isNotSameAs(outer);
                            return MDC.get("call");
                        });
                        MDC.put("call", "outer again");
                        return inner.get() + ", then " + MDC.get("call");
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("inner, then outer again");
        });
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // others need a processor
    void timeoutOfACallReachesItOnceTheOneThatItRunsInPlaceHasEnded() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<Boolean> innerInterrupted = new CompletableFuture<>();
            final CompletableFuture<Boolean> outerInterrupted = new CompletableFuture<>();
            final CompletableFuture<Object> outer = service.timed(() -> {
                final ThreadletCall call = ThreadletCall.current();
                service.future(() -> {
                            while (!call.isCancelled()) {
                                Thread.onSpinWait();
                            }
                            for (int i = 0; i < 100; i++) { // an interrupt would be on its way by now
                                Thread.yield();
                            }
                            return innerInterrupted.complete(
                                    Thread.currentThread().isInterrupted());
                        })
                        .join();
                try {
                    new Gate().pass();
                    outerInterrupted.complete(false);
                } catch (InterruptedException e) {
                    outerInterrupted.complete(true);
                }
                return "never heard of";
            });
            assertThat(outerInterrupted).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
            assertThat(innerInterrupted).isCompletedWithValue(false);
            assertThat(outer).failsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void plainCallInsideOneThatItsCallerRunsDoesNotWaitForItself() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate busy = new Gate();
            service.nothingInCaller(busy);
            busy.awaitReached();
            assertThat(CompletableFuture.supplyAsync(() -> {
                        try {
                            final Thread caller = Thread.currentThread();
                            return service.inCaller(() -> service.inCaller(Thread::currentThread) == caller);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(true);
            busy.open();
        });
    }

    @Test
    void timeoutOfAStageInterruptsNothingThatItsSubmitterRunsAfterwards() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate busy = new Gate();
            service.nothingInCaller(busy);
            busy.awaitReached();
            final CompletableFuture<String> stage = new CompletableFuture<>();
            final CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
            final CompletableFuture<String> call = service.stageInCaller(
                    stage,
                    () -> service.nothingInCaller(() -> {
                        while (!stage.isDone()) { // cancelled since the time is over
                            Thread.onSpinWait();
                        }
                        isInterrupted.complete(Thread.currentThread().isInterrupted());
                    }));
            assertThat(isInterrupted).isCompletedWithValue(false);
            assertThat(call).failsWithin(20, TimeUnit.SECONDS);
            assertThat(Thread.interrupted()).isFalse();
            busy.open();
        });
    }
}
