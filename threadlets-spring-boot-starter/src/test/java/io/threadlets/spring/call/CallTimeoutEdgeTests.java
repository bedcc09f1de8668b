package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

/** Timeouts that meet something else: each other, another call in the same thread, what blocks, what has ended. */
class CallTimeoutEdgeTests {
    private static final long RACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.other.max-threads=1",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs")
            .withBean(
                    "own",
                    ThreadletQueue.class,
                    () -> ThreadletQueue.builder("own").build())
            .withBean(Inner.class)
            .withBean(Service.class);

    interface Body {
        Object run() throws Exception;
    }

    /** Calls that the bodies of others make. */
    static class Inner {
        @Threadlet("other")
        public Object elsewhere(Gate gate) throws Exception {
            return gate.task("value").call();
        }

        @Threadlet("callers")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet(queue = "callers", timeout = "300ms")
        public void inCaller(Runnable body) {
            body.run();
        }
    }

    static class Service {
        @Threadlet(queue = "q", timeout = "300ms") // the body has begun by then
        public Object timed(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "q", timeout = "40ms")
        public CompletableFuture<Object> timedFuture(Body body) throws Exception {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet("q")
        public CompletableFuture<Object> untimed(Body body) throws Exception {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet(queue = "own", timeout = "40ms")
        public Object onOwnQueue(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "global", timeout = "20us")
        public Object within20(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "global", timeout = "50us")
        public Object within50(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "global", timeout = "120us")
        public Object within120(Body body) throws Exception {
            return body.run();
        }
    }

    @Test
    void messageNamesTheApplicationsFrameWhereTheBodyWaitsForAnotherCall() {
        contexts.run(context -> {
            final Inner inner = context.getBean(Inner.class);
            assertThatExceptionOfType(ThreadletTimeoutException.class)
                    .isThrownBy(() -> context.getBean(Service.class).timed(() -> inner.elsewhere(new Gate())))
                    .withMessageContaining(" at " + CallTimeoutEdgeTests.class.getName());
        });
    }

    @Test
    void messageForAQueueOfTheApplicationNamesNoPropertyOfThatQueue() {
        contexts.run(context -> assertThatExceptionOfType(ThreadletTimeoutException.class)
                .isThrownBy(() -> context.getBean(Service.class).onOwnQueue(new Gate().task("")::call))
                .withMessageContaining("threadlets.defaults.timeout")
                .withMessageNotContaining("threadlets.queues.own"));
    }

    @Test
    void stackOfAPlainCallsTimeoutIsTheCallers() {
        contexts.run(context -> assertThatExceptionOfType(ThreadletTimeoutException.class)
                .isThrownBy(() -> context.getBean(Service.class).timed(new Gate().task("")::call))
                .satisfies(timeout -> assertThat(timeout.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(CallTimeoutEdgeTests.class.getName()))));
    }

    @Test
    void cancelOfACallIsNotTakenAlongWithTheTimeoutOfAnotherThatItsThreadRuns() {
        contexts.run(context -> {
            final Inner inner = context.getBean(Inner.class);
            final Gate first = new Gate();
            inner.occupy(first);
            first.awaitReached();
            final CompletableFuture<CompletableFuture<Object>> outer = new CompletableFuture<>();
            final CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
            outer.complete(context.getBean(Service.class).untimed(() -> {
                final CompletableFuture<Object> own = outer.get(20, TimeUnit.SECONDS);
                inner.inCaller(() -> {
                    own.cancel(true);
                    while (!ThreadletCall.current().isCancelled()) { // until the timeout
                        Thread.onSpinWait();
                    }
                });
                return isInterrupted.complete(Thread.currentThread().isInterrupted());
            }));
            assertThat(isInterrupted).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
            first.open();
        });
    }

    @Test
    void workThatBlocksWhenItIsDescribedHoldsUpNoTimeout() {
        contexts.withPropertyValues("threadlets.queues.other.slow-after=10ms").run(context -> {
            final Gate body = new Gate();
            final Gate describing = new Gate();
            context.getBean("other", ThreadletQueue.class).submit(new ThreadletWork() {
                @Override
                protected void run() {
                    body.run();
                }

                @Override
                public String describe() {
                    if (Thread.currentThread().getName().startsWith("threadlets-deadline")) {
                        describing.passDeaf();
                    }
                    return "slow";
                }
            });
            describing.awaitReached();
            timesOut(context.getBean(Service.class).timedFuture(new Gate().task("")::call));
            describing.open();
            body.open();
        });
    }

    @Test
    void manyBlockingStagesHoldUpNoTimeout() {
        final int stages = 64;
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            final CompletableFuture<Object> running = service.untimed(first.task("first")::call);
            first.awaitReached();
            final CountDownLatch blocked = new CountDownLatch(stages);
            final Gate release = new Gate();
            final Collection<CompletableFuture<?>> dependents = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < stages; i++) {
                dependents.add(service.timedFuture(() -> "never").whenComplete((value, failure) -> {
                    blocked.countDown();
                    release.run();
                }));
            }
            assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
            timesOut(service.timedFuture(() -> "never"));
            release.open();
            first.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(dependents).allSatisfy(dependent -> assertThat(dependent).failsWithin(20, TimeUnit.SECONDS));
        });
    }

    private static void timesOut(CompletableFuture<?> future) {
        assertThat(future)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ThreadletTimeoutException.class);
    }

    @Test
    void timersOfCallsThatEndedBeforeTheyWereSubmittedAreGone() {
        contexts.withPropertyValues(
                        "threadlets.defaults.slow-after=0",
                        "threadlets.queues.q.queue-timeout=1h",
                        "threadlets.methods[Service.timed].timeout=1ns")
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    int timedOut = 0;
                    for (int i = 0; i < 3_000; i++) {
                        try {
                            service.timed(() -> "value");
                        } catch (ThreadletTimeoutException e) {
                            timedOut++;
                        }
                    }
                    assertThat(timedOut).isPositive();
                    final ScheduledThreadPoolExecutor timer =
                            (ScheduledThreadPoolExecutor) ReflectionTestUtils.getField(
                                    context.getBean(QueueRegistry.class).deadlines(), "timer");
                    assertThat(timer).isNotNull();
                    assertThat(timer.getQueue())
                            .as("but for the looks at the queues")
                            .allMatch(task -> ((RunnableScheduledFuture<?>) task).isPeriodic());
                });
    }

    @Test
    void bodyThatBeginsWhenItsTimeIsOverIsInterruptedOrNotRun() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate never = new Gate();
            final Body body = never.task("")::call;
            final Collection<String> wrong = new ConcurrentLinkedQueue<>();
            final CompletableFuture<?> all = CompletableFuture.allOf(
                    repeat(() -> service.within20(body), wrong),
                    repeat(() -> service.within50(body), wrong),
                    repeat(() -> service.within120(body), wrong));
            assertThat(all).succeedsWithin(20, TimeUnit.SECONDS);
            final ThreadletQueue global = context.getBean("global", ThreadletQueue.class);
            await("no body is stuck")
                    .until(() -> global.snapshot().cur() == global.snapshot().idle());
            assertThat(wrong).isEmpty();
        });
    }

    private static CompletableFuture<?> repeat(Body call, Collection<String> wrong) {
        final long end = System.nanoTime() + RACE_NANOS;
        return CompletableFuture.runAsync(
                () -> {
                    while (System.nanoTime() - end < 0) {
                        final String message = "" + catchThrowable(call::run);
                        if (message.contains("what it returned")) {
                            wrong.add(message);
                        }
                    }
                },
                task -> new Thread(task).start());
    }
}
