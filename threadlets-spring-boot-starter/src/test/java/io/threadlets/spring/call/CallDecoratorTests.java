package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.Uncaught;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/** Decorators that block, fail, or run what they were given more than once. */
class CallDecoratorTests {
    @RegisterExtension
    final Uncaught uncaught = new Uncaught();

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs")
            .withBean(Service.class);

    @SuppressWarnings("UnusedVariable") // the fallback's parameter
    static class Service {
        @Threadlet(queue = "q", timeout = "300ms") // the decorator has begun by then
        public String timed() {
            return "value";
        }

        @Threadlet(queue = "q", timeout = "40ms")
        public CompletableFuture<String> timedFuture(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet("q")
        public void holding(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("q")
        public String value() {
            return "value";
        }

        @Threadlet("q")
        public void nothing() {}

        @Threadlet("q")
        public void failing() {
            throw new IllegalStateException("planned");
        }

        @Threadlet("callers")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet(queue = "callers", timeout = "300ms")
        public CompletableFuture<String> inCaller() {
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet(queue = "q", fallback = "stage")
        public CompletableFuture<String> withFallback(CompletableFuture<String> stage) {
            throw new IllegalStateException("planned");
        }

        CompletableFuture<String> stage(CompletableFuture<String> stage) {
            return stage;
        }
    }

    private ApplicationContextRunner decoratedWith(TaskDecorator decorator) {
        return contexts.withBean(TaskDecorator.class, () -> decorator);
    }

    private static boolean isAfterATimeout() {
        return Thread.currentThread().getName().startsWith("threadlets-deadline");
    }

    @Test
    void timeoutInADecoratorBeforeTheBodyInterruptsItAndSaysWhereItStood() {
        final Gate before = new Gate();
        decoratedWith(task -> () -> {
                    if (!isAfterATimeout()) {
                        before.run();
                    }
                    task.run();
                })
                .run(context -> {
                    assertThatExceptionOfType(ThreadletTimeoutException.class)
                            .isThrownBy(() -> context.getBean(Service.class).timed())
                            .withMessageContaining(" at io.threadlets.spring.")
                            .satisfies(timeout -> assertThat(timeout.getCause()).hasMessage("Thread q-1 stood here"));
                    before.awaitInterrupted();
                });
    }

    @Test
    void interruptOfACallerThatRunsTheCallIsKeptThoughTheCallTimesOut() {
        final Thread caller = Thread.currentThread();
        final Gate before = new Gate();
        decoratedWith(task -> () -> {
                    if (Thread.currentThread() == caller) {
                        before.run(); // until the timeout; keeps the interrupt
                    }
                    task.run();
                })
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    final Gate first = new Gate();
                    service.occupy(first);
                    first.awaitReached();
                    final CompletableFuture<String> future;
                    final boolean isKept;
                    Thread.currentThread().interrupt();
                    try {
                        future = service.inCaller();
                    } finally {
                        isKept = Thread.interrupted();
                        first.open();
                    }
                    assertThat(future).failsWithin(20, TimeUnit.SECONDS);
                    assertThat(isKept).isTrue();
                });
    }

    @Test
    void decoratorThatRunsTwiceHasTheHandlerCalledOnce() {
        final AtomicInteger handled = new AtomicInteger();
        decoratedWith(task -> () -> {
                    try {
                        task.run();
                    } catch (RuntimeException again) {
                        // as one that retries
                    }
                    task.run();
                })
                .withBean(
                        ThreadletExceptionHandler.class,
                        () -> (failure, method, arguments) -> handled.incrementAndGet())
                .run(context -> {
                    context.getBean(Service.class).failing();
                    context.close();
                    assertThat(handled).hasValue(1);
                });
    }

    @Test
    void decoratorIsRunOnceForAVoidCallThatSucceeds() {
        final AtomicInteger runs = new AtomicInteger();
        decoratedWith(task -> () -> {
                    runs.incrementAndGet();
                    task.run();
                })
                .run(context -> {
                    context.getBean(Service.class).nothing();
                    context.close();
                    assertThat(runs).hasValue(1);
                });
    }

    @Test
    void failureOfADecoratorAfterTheBodyIsReportedAndTheCallerGetsTheValue() {
        decoratedWith(task -> () -> {
                    task.run();
                    throw new IllegalStateException("after the body");
                })
                .run(context -> {
                    assertThat(context.getBean(Service.class).value()).isEqualTo("value");
                    assertThat(uncaught.take()).hasMessage("after the body");
                });
    }

    @Test
    void cancelOfAFutureThatIsTimingOutIsNotReported() {
        final Gate body = new Gate();
        final Gate telling = new Gate();
        final CountDownLatch told = new CountDownLatch(1);
        decoratedWith(task -> () -> {
                    if (isAfterATimeout()) {
                        telling.passDeaf();
                        task.run();
                        told.countDown();
                    } else {
                        task.run();
                    }
                })
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    service.holding(body);
                    body.awaitReached(); // so that the next one waits, and is decorated when its time is over
                    final CompletableFuture<String> future = service.timedFuture(new Gate());
                    telling.awaitReached();
                    assertThat(future.cancel(true)).isTrue();
                    telling.open();
                    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
                    assertThat(future).isCancelled();
                    body.open();
                });
    }

    @Test
    void fallbacksStageThatEndsWhileADecoratorStillRunsIsToldAndRunsNoDecoratorAgain() {
        final CompletableFuture<String> stage = new CompletableFuture<>();
        final Gate followed = new Gate();
        final AtomicInteger runs = new AtomicInteger();
        decoratedWith(task -> () -> {
                    runs.incrementAndGet();
                    try {
                        task.run();
                    } finally {
                        followed.passDeaf();
                    }
                })
                .run(context -> {
                    final CompletableFuture<String> future =
                            context.getBean(Service.class).withFallback(stage);
                    followed.awaitReached();
                    stage.completeExceptionally(new IllegalStateException("later"));
                    assertThat(future)
                            .failsWithin(20, TimeUnit.SECONDS)
                            .withThrowableThat()
                            .withMessageContaining("later");
                    followed.open();
                    context.close();
                    assertThat(runs).hasValue(1);
                });
    }
}
