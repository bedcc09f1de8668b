package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls that take too long, or wait too long. */
class ThreadletTimeoutTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.slow.max-threads=1",
                    "threadlets.queues.slow.timeout=40ms",
                    "threadlets.queues.patient.max-threads=1",
                    "threadlets.queues.patient.queue-timeout=40ms",
                    "threadlets.queues.narrow.max-threads=1",
                    "threadlets.queues.narrow.capacity=0",
                    "threadlets.queues.narrow.on-full=block",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs",
                    "some.time=30ms")
            .withBean(Service.class);

    /** A call that is given what holds its body. */
    interface TimedCall {
        void make(Gate gate) throws Throwable;
    }

    /**
     * Makes calls until one times out in its body: on a slow machine the time may be over before a thread has reached
     * it. Returns what the caller got.
     */
    private static Throwable timeoutInBody(TimedCall call) {
        return await().until(
                        () -> {
                            final Gate gate = new Gate();
                            final Throwable thrown = catchThrowable(() -> call.make(gate));
                            if (!gate.wasReached()) {
                                return null;
                            }
                            gate.awaitInterrupted();
                            return thrown;
                        },
                        Objects::nonNull);
    }

    static class Service {
        @Threadlet("slow")
        public String value(Gate gate) throws Exception {
            gate.pass();
            return "value";
        }

        @Threadlet("slow")
        public CompletableFuture<String> future(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet("slow")
        public void nothing(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("slow")
        public CompletableFuture<String> stage(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet(queue = "slow", timeout = "0")
        public void untimed(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet(queue = "slow", timeout = "0")
        public void deaf(Gate gate) {
            gate.passDeaf();
        }

        @Threadlet(queue = "global", timeout = "${some.time}")
        public String own(Gate gate) throws Exception {
            gate.pass();
            return "value";
        }

        @Threadlet(queue = "slow", timeout = "1h")
        public ThreadletCall call() {
            return ThreadletCall.current();
        }

        @Threadlet("slow")
        public CompletableFuture<Boolean> cancelledWhenInterrupted(Gate gate, AtomicReference<Boolean> seen) {
            try {
                gate.pass();
            } catch (InterruptedException e) {
                final ThreadletCall call = ThreadletCall.current();
                seen.set(call.isCancelled() && Duration.ZERO.equals(call.remaining()));
            }
            return CompletableFuture.completedFuture(false);
        }

        @Threadlet("patient")
        public CompletableFuture<String> patient(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet(queue = "narrow", timeout = "40ms")
        public CompletableFuture<String> narrow(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet("narrow")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("callers")
        public void occupyCallers(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet(queue = "callers", timeout = "40ms")
        public String inCaller(Gate gate) throws Exception {
            gate.pass();
            return "value";
        }
    }

    @Test
    void plainCallThatTakesTooLongFailsAndItsThreadIsInterrupted() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(timeoutInBody(service::value))
                    .asInstanceOf(type(ThreadletTimeoutException.class))
                    .satisfies(timeout -> {
                        assertThat(timeout)
                                .hasMessageContaining("Queue 'slow': Service.value timed out after 40 ms at ")
                                .hasMessageContaining("io.threadlets.spring.Gate.")
                                .hasMessageContaining("threadlets.methods[Service.value].timeout");
                        assertThat(timeout.queue()).isEqualTo("slow");
                        assertThat(timeout.getCause())
                                .isInstanceOf(TimeoutException.class)
                                .hasMessage("Thread slow-1 stood here");
                        assertThat(timeout.getCause().getStackTrace())
                                .as("where the thread stood")
                                .anyMatch(frame -> frame.getClassName().equals(Gate.class.getName()));
                    });
        });
    }

    @Test
    void futureThatTakesTooLongFailsAndItsThreadIsFree() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(timeoutInBody(gate -> service.future(gate).get(20, TimeUnit.SECONDS)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ThreadletTimeoutException.class);
            assertThat(service.call().queue()).as("the next call").isEqualTo("slow");
        });
    }

    @Test
    void voidCallThatTakesTooLongTellsTheHandler() {
        final BlockingQueue<Throwable> handled = new LinkedBlockingQueue<>();
        contexts.withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> handled.add(failure))
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    assertThat(timeoutInBody(gate -> {
                                service.nothing(gate);
                                throw handled.poll(20, TimeUnit.SECONDS);
                            }))
                            .isInstanceOf(ThreadletTimeoutException.class);
                    context.close();
                    assertThat(handled).as("the interrupted body's failure").isEmpty();
                });
    }

    @Test
    void unfinishedStageIsCancelledWhenTheTimeIsOver() {
        contexts.run(context -> {
            await().untilAsserted(() -> {
                final CompletableFuture<String> stage = new CompletableFuture<>();
                assertThat(context.getBean(Service.class).stage(stage))
                        .failsWithin(20, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("while what it returned had not ended; that was cancelled");
                await().until(stage::isCancelled);
            });
        });
    }

    @Test
    void timeOfACallCountsItsWaitingAndTakesItOffTheQueue() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            service.deaf(first);
            first.awaitReached();
            final Gate second = new Gate();
            assertThat(service.future(second))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("no thread had taken it (1 of 1 threads busy, ")
                    .withMessageContaining("threadlets.queues.slow.max-threads");
            assertThat(context.getBean("slow", ThreadletQueue.class).snapshot().queued())
                    .isZero();
            first.open();
            assertThat(service.call().queue()).isEqualTo("slow");
            assertThat(second.wasReached()).isFalse();
        });
    }

    @Test
    void callThatWaitedLongerThanTheQueueTimeoutIsNotRun() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            final CompletableFuture<String> running = await().until(
                            () -> {
                                final CompletableFuture<String> call = service.patient(first);
                                await().until(() -> first.wasReached() || call.isDone());
                                return call;
                            },
                            call -> !call.isDone());
            final Gate second = new Gate();
            assertThat(service.patient(second))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("threadlets.queues.patient.queue-timeout");
            first.open();
            assertThat(running)
                    .as("runs longer than that, but did not wait")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("value");
            assertThat(second.wasReached()).isFalse();
        });
    }

    @Test
    void callThatTimesOutOnAPausedQueueSaysThatItIsPaused() {
        contexts.run(context -> {
            context.getBean("slow", ThreadletQueue.class).pause();
            assertThat(context.getBean(Service.class).future(new Gate()))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("0 waiting, paused); it is not run. Resume the queue, raise"
                            + " threadlets.queues.slow.max-threads");
        });
    }

    @Test
    void methodsOwnTimeoutGoesBeforeTheQueues() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThatExceptionOfType(ThreadletTimeoutException.class)
                    .isThrownBy(() -> service.own(new Gate()))
                    .withMessageContaining("timed out after 30 ms");
            assertThat(service.call().deadline())
                    .as("an hour from now")
                    .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3601));
            assertThat(service.call().remaining()).as("an hour").isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        });
    }

    @Test
    void bodyThatIsInterruptedByATimeoutKnowsThatNobodyWaitsAndNoTimeIsLeft() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final AtomicReference<Boolean> seen = new AtomicReference<>();
            timeoutInBody(gate -> service.cancelledWhenInterrupted(gate, seen).get(20, TimeUnit.SECONDS));
            service.call(); // after it, on the only thread
            assertThat(seen).hasValue(true);
        });
    }

    @Test
    void callerThatWaitsForRoomIsReleasedWhenTheTimeIsOver() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            service.occupy(first);
            first.awaitReached();
            assertThat(service.narrow(new Gate()))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(ThreadletTimeoutException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            first.open();
        });
    }

    @Test
    void callThatItsCallerRunsTimesOutToo() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            service.occupyCallers(first);
            first.awaitReached();
            assertThat(timeoutInBody(service::inCaller))
                    .isInstanceOf(ThreadletTimeoutException.class)
                    .cause()
                    .hasMessageMatching("Thread .* stood here");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            first.open();
        });
    }

    @Test
    void blockingStageOfATimedOutFutureHoldsUpNoOtherTimeout() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CountDownLatch blocking = new CountDownLatch(1);
            final CountDownLatch release = new CountDownLatch(1);
            final CompletableFuture<Boolean> dependent = service.future(new Gate())
                    .handle((value, failure) -> {
                        blocking.countDown();
                        try {
                            return release.await(20, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            return false;
                        }
                    });
            assertThat(blocking.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(service.future(new Gate())).failsWithin(20, TimeUnit.SECONDS);
            release.countDown();
            assertThat(dependent).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
        });
    }

    @Test
    void callInTimeLeavesNoTimerBehindAndNoInterrupt() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            for (int i = 0; i < 100; i++) {
                assertThat(service.call().queue()).isEqualTo("slow");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        });
    }
}
