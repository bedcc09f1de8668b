package io.threadlets.spring.call;

import static io.threadlets.spring.call.ThreeQueues.all;
import static io.threadlets.spring.call.ThreeQueues.meet;
import static io.threadlets.spring.call.ThreeQueues.outside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plain calls from one queue to another, which would wait for one another. */
class CrossQueueCallTests {
    private static final int ROUNDS = 50;

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.a.max-threads=1",
                    "threadlets.queues.b.max-threads=1",
                    "threadlets.queues.c.max-threads=1")
            .withBean(ThreeQueues.class);

    @Test
    void callThatComesBackToAQueueRunsInPlace() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            assertThat(outside(() -> on.a(() -> on.b(() -> on.a(ThreeQueues::thread)))))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("b-1");
            assertThat(outside(() -> on.a(() -> on.b(() -> on.c(() -> on.b(() -> on.a(ThreeQueues::thread)))))))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("c-1");
            assertThat(queue(context.getBean("a")).snapshot().submitted())
                    .as("calls of 'a'; those in place are none")
                    .isEqualTo(2);
        });
    }

    @Test
    void callThatComesBackRunsInPlaceThoughTheQueueHasAnotherThread() {
        contexts.withPropertyValues("threadlets.queues.a.max-threads=2").run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            assertThat(outside(() -> on.a(() -> on.b(() -> on.a(ThreeQueues::thread)))))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("b-1");
        });
    }

    @Test
    void workThatWasSubmittedDirectlyHoldsItsThreadTheSame() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final Callable<String> body = () -> on.b(() -> on.a(ThreeQueues::thread));
            assertThat(queue(context.getBean("a")).submit(body))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("b-1");
            final Executor executor =
                    BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Executor.class, "a");
            final CompletableFuture<String> command = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    command.complete(body.call());
                } catch (Exception e) {
                    command.completeExceptionally(e);
                }
            });
            assertThat(command).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("b-1");
        });
    }

    @Test
    void callsInBothDirectionsAtOnceEnd() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            for (int round = 0; round < ROUNDS; round++) {
                final List<String> threads = bothDirections(on);
                assertThat(threads.get(0))
                        .as("one is in place, and then its thread is free for the other")
                        .isEqualTo(threads.get(1))
                        .isIn("a-1", "b-1");
            }
        });
    }

    @Test
    void callsInBothDirectionsAtOnceEndWhereTheyWaitForRoom() {
        contexts.withPropertyValues(
                        "threadlets.queues.a.capacity=0",
                        "threadlets.queues.a.on-full=block",
                        "threadlets.queues.b.capacity=0",
                        "threadlets.queues.b.on-full=block")
                .run(context -> {
                    final ThreeQueues on = context.getBean(ThreeQueues.class);
                    for (int round = 0; round < ROUNDS; round++) {
                        assertThat(bothDirections(on)).hasSize(2);
                    }
                });
    }

    @Test
    void callsInACircleOfThreeQueuesAtOnceEnd() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            for (int round = 0; round < ROUNDS; round++) {
                final CyclicBarrier three = new CyclicBarrier(3);
                assertThat(all(List.of(
                                outside(() -> on.a(() -> meetAnd(three, () -> on.b(ThreeQueues::thread)))),
                                outside(() -> on.b(() -> meetAnd(three, () -> on.c(ThreeQueues::thread)))),
                                outside(() -> on.c(() -> meetAnd(three, () -> on.a(ThreeQueues::thread)))))))
                        .hasSize(3);
            }
        });
    }

    @Test
    void callsBetweenQueuesOfTwoThreadsEnd() {
        contexts.withPropertyValues("threadlets.queues.a.max-threads=2", "threadlets.queues.b.max-threads=2")
                .run(context -> {
                    final ThreeQueues on = context.getBean(ThreeQueues.class);
                    for (int round = 0; round < ROUNDS; round++) {
                        final CyclicBarrier four = new CyclicBarrier(4);
                        final List<CompletableFuture<String>> calls = new ArrayList<>();
                        for (int i = 0; i < 2; i++) {
                            calls.add(outside(() -> on.a(() -> meetAnd(four, () -> on.b(ThreeQueues::thread)))));
                            calls.add(outside(() -> on.b(() -> meetAnd(four, () -> on.a(ThreeQueues::thread)))));
                        }
                        assertThat(all(calls)).hasSize(4);
                    }
                });
    }

    @Test
    void callRunsOnAThreadThatTheQueueStillMayStart() {
        contexts.withPropertyValues("threadlets.queues.b.max-threads=2").run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> toB = outside(() -> on.a(() -> {
                gate.pass();
                return on.b(ThreeQueues::thread);
            }));
            gate.awaitReached();
            final CompletableFuture<String> toA = outside(() -> on.b(() -> on.a(ThreeQueues::thread)));
            await().until(() -> queue(context.getBean("a")).snapshot().queued() == 1);
            gate.open();
            assertThat(toB).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("b-2");
            assertThat(toA).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("a-1");
        });
    }

    @Test
    void callRunsOnItsQueueWhereThatIsOnlyBusy() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> busy = outside(() -> on.b(gate.task("done")));
            gate.awaitReached();
            final CompletableFuture<String> call = outside(() -> on.a(() -> on.b(ThreeQueues::thread)));
            await().until(() -> queue(context.getBean("b")).snapshot().queued() == 1);
            gate.open();
            assertThat(call).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("b-1");
            assertThat(busy).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void callerThatTimedOutIsNotWaitingAnyMore() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> later = new CompletableFuture<>();
            assertThatExceptionOfType(ThreadletTimeoutException.class)
                    .isThrownBy(() -> on.a(() -> on.timedB(() -> {
                        gate.passDeaf();
                        Thread.interrupted();
                        return later.complete(on.a(ThreeQueues::thread));
                    })));
            gate.open();
            assertThat(later).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("a-1");
        });
    }

    @Test
    void cancellingACallReachesTheOneThatItsBodyWaitsFor() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> call = on.futureA(() -> on.b(gate.task("never")));
            gate.awaitReached();
            call.cancel(true);
            gate.awaitInterrupted();
            assertThat(outside(() -> on.b(() -> on.a(ThreeQueues::thread))))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("a-1");
        });
    }

    @Test
    void fallbackOfACallInPlaceRunsThere() {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            assertThat(outside(() -> on.a(() -> on.b(() -> on.recoveringA(() -> {
                        throw new IllegalStateException("planned");
                    })))))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("instead of planned on b-1");
        });
    }

    @Test
    void callOfAQueueThatBecomesSmallerWhileItWaitsEnds() {
        contexts.withPropertyValues("threadlets.queues.b.max-threads=2").run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            final ThreadletQueue a = queue(context.getBean("a"));
            final ThreadletQueue b = queue(context.getBean("b"));
            final Gate gateOfA = new Gate();
            final Gate gateOfB = new Gate();
            final CompletableFuture<String> toB = outside(() -> on.a(() -> {
                gateOfA.pass();
                return on.b(ThreeQueues::thread);
            }));
            gateOfA.awaitReached();
            final CompletableFuture<String> toA = outside(() -> on.b(() -> on.a(ThreeQueues::thread)));
            await().until(() -> a.snapshot().queued() == 1);
            final CompletableFuture<String> busy = outside(() -> on.b(gateOfB.task("done")));
            gateOfB.awaitReached();
            gateOfA.open();
            await().until(() -> b.snapshot().queued() == 1);
            b.resize(0, 1);
            gateOfB.open(); // its thread is one too many now, and leaves
            assertThat(all(List.of(toB, toA, busy)))
                    .as("one of the first two was taken back")
                    .hasSize(3);
        });
    }

    @Test
    void callsInBothDirectionsOnVirtualThreadsEnd() {
        if (Runtime.version().feature() < 21) {
            return; // there are none
        }
        contexts.withPropertyValues(
                        "threadlets.queues.a.thread-type=virtual", "threadlets.queues.b.thread-type=virtual")
                .run(context -> {
                    final ThreeQueues on = context.getBean(ThreeQueues.class);
                    assertThat(outside(() -> on.a(() -> on.b(() -> on.a(ThreeQueues::thread)))))
                            .succeedsWithin(20, TimeUnit.SECONDS)
                            .isEqualTo("b-1");
                    for (int round = 0; round < ROUNDS; round++) {
                        assertThat(bothDirections(on)).hasSize(2);
                    }
                });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void callInPlaceOnAnotherQueueIsLoggedOnce(CapturedOutput output) {
        contexts.run(context -> {
            final ThreeQueues on = context.getBean(ThreeQueues.class);
            for (int round = 0; round < 3; round++) {
                assertThat(outside(() -> on.a(() -> on.b(() -> on.a(ThreeQueues::thread)))))
                        .succeedsWithin(20, TimeUnit.SECONDS);
            }
        });
        assertThat(Collections.frequency(
                        output.getAll()
                                .lines()
                                .map(line -> line.contains("in place"))
                                .toList(),
                        true))
                .isEqualTo(1);
        assertThat(output).contains("Queue 'a': a call of ThreeQueues.a runs in place, on thread b-1 of queue 'b'");
    }

    /** From a to b and from b to a, each once the other has its thread; the threads that ran the inner calls. */
    private static List<String> bothDirections(ThreeQueues on) {
        final CyclicBarrier both = new CyclicBarrier(2);
        return all(List.of(
                outside(() -> on.a(() -> meetAnd(both, () -> on.b(ThreeQueues::thread)))),
                outside(() -> on.b(() -> meetAnd(both, () -> on.a(ThreeQueues::thread))))));
    }

    private static <T> T meetAnd(CyclicBarrier barrier, Callable<T> then) throws Exception {
        meet(barrier);
        return then.call();
    }

    private static ThreadletQueue queue(Object bean) {
        return (ThreadletQueue) bean;
    }
}
