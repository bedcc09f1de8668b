package io.threadlets.spring.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.queue.NamedQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is seen of works that run and wait. */
class QueueInspectorTests {
    private static final int DEPTH = QueueInspector.USUAL_DEPTH;

    private static void inContext(BiConsumer<QueueInspector, ThreadletQueue> test, String... properties) {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.disk.max-threads=2", "threadlets.queues.mail.max-threads=1")
                .withPropertyValues(properties)
                .run(context -> test.accept(
                        context.getBean(QueueInspector.class), context.getBean("disk", ThreadletQueue.class)));
    }

    private static NamedQueue named(QueueInspector inspector, String name) {
        final NamedQueue queue = inspector.queues().get(name);
        assertThat(queue).isNotNull();
        return queue;
    }

    @Test
    void runningWorkIsSeenWithItsThreadItsTimesAndWhereItStands() {
        inContext((inspector, disk) -> {
            final Gate gate = new Gate();
            final ThreadletFuture<String> work = disk.submit(gate.task("done"));
            await().until(gate::wasReached);
            await().untilAsserted(() ->
                    assertThat(running(inspector).get(0).threadState()).isEqualTo(Thread.State.TIMED_WAITING));
            final RunningView seen = running(inspector).get(0);
            assertThat(seen.queue()).isEqualTo("disk");
            assertThat(seen.description()).startsWith(Gate.class.getName());
            assertThat(seen.thread().getName()).isEqualTo("disk-1");
            assertThat(seen.threadId()).isEqualTo(seen.thread().getId());
            assertThat(seen.virtual()).isFalse();
            assertThat(seen.elapsed()).isPositive();
            assertThat(seen.waited()).isNotNull();
            assertThat(seen.since()).isNotNull();
            assertThat(seen.cpu()).isNotNull();
            assertThat(seen.at()).startsWith(Gate.class.getName() + ".await(Gate.java:");
            assertThat(seen.stack()).anyMatch(frame -> frame.getMethodName().equals("pass"));
            assertThat(seen.waitingFor()).isNotNull();
            assertThat(seen.cancellable()).isTrue();
            assertThat(seen.cancelled()).isFalse();
            gate.open();
            assertThat(work).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void workKeepsItsIdFromTheLineToItsThreadAndGetsAnotherWhenItIsSubmittedAgain() {
        inContext((inspector, disk) -> {
            final Gate before = new Gate();
            disk.resize(0, 1);
            disk.submit(ThreadletWork.of(before));
            await().until(before::wasReached);
            final Passes work = new Passes(disk, new Gate(), new Gate());
            disk.submit(work);
            final List<QueuedView> waiting = inspector.queued(named(inspector, "disk"), 0, 10);
            assertThat(waiting).singleElement().satisfies(first -> {
                assertThat(first.position()).isEqualTo(1);
                assertThat(first.age()).isNotNull();
            });
            final long id = waiting.get(0).id();
            before.open();
            await().until(() -> work.gates.get(0).wasReached());
            assertThat(running(inspector)).extracting(RunningView::id).containsExactly(id);
            assertThat(running(inspector))
                    .as("again")
                    .extracting(RunningView::id)
                    .containsExactly(id);
            work.gates.get(0).open();
            await().until(() -> work.gates.get(1).wasReached());
            await().untilAsserted(() -> assertThat(running(inspector))
                    .extracting(RunningView::id)
                    .hasSize(1)
                    .doesNotContain(id));
            work.gates.get(1).open();
        });
    }

    /** Submits itself again until each gate was passed. */
    private static final class Passes extends ThreadletWork {
        private final List<Gate> gates;
        private final ThreadletQueue queue;
        private int next;

        Passes(ThreadletQueue queue, Gate... gates) {
            this.queue = queue;
            this.gates = List.of(gates);
        }

        @Override
        protected void run() throws Exception {
            gates.get(next++).pass();
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            if (next < gates.size()) {
                queue.submit(this);
            }
        }
    }

    @Test
    void workThatWaitsForALockIsSeenWithTheThreadThatHoldsItAndThatThreadsWorkOnAnotherQueue() {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.disk.max-threads=2", "threadlets.queues.mail.max-threads=1")
                .run(context -> {
                    final QueueInspector inspector = context.getBean(QueueInspector.class);
                    final ReentrantLock lock = new ReentrantLock();
                    final Gate holds = new Gate();
                    context.getBean("mail", ThreadletQueue.class).executor().execute(() -> {
                        lock.lock();
                        try {
                            holds.passDeaf();
                        } finally {
                            lock.unlock();
                        }
                    });
                    await().until(holds::wasReached);
                    final Object monitor = new Object();
                    final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
                    disk.executor().execute(() -> lockInside(monitor, lock));
                    await().until(lock::hasQueuedThreads);
                    disk.executor().execute(() -> lockInside(monitor, lock));
                    await().untilAsserted(() -> assertThat(running(inspector))
                            .extracting(RunningView::threadState)
                            .contains(Thread.State.BLOCKED));
                    final long holder = inspector
                            .running(named(inspector, "mail"), 0)
                            .get(0)
                            .id();
                    final RunningView first = running(inspector).get(0);
                    final RunningView second = running(inspector).get(1);
                    assertThat(first.waitingFor()).isNotNull().satisfies(waited -> {
                        assertThat(waited.lock()).contains("ReentrantLock");
                        assertThat(waited.heldBy()).isEqualTo("mail-1");
                        assertThat(waited.holder()).isNotNull();
                        assertThat(waited.holder().id()).isEqualTo(holder);
                        assertThat(waited.holder().queue()).isEqualTo("mail");
                    });
                    assertThat(second.waitingFor()).isNotNull().satisfies(waited -> {
                        assertThat(waited.lock()).startsWith("java.lang.Object@");
                        assertThat(waited.heldBy()).isEqualTo(first.thread().getName());
                        assertThat(waited.holder()).isNotNull();
                        assertThat(waited.holder().id()).isEqualTo(first.id());
                    });
                    holds.open();
                    Contexts.awaitRest(context);
                });
    }

    @Test
    void numbersTellASaturatedAPausedAndAClosingQueue() {
        inContext((inspector, disk) -> {
            final Gate gate = new Gate();
            assertThat(inspector.views()).containsOnlyKeys("disk", "mail", "global");
            assertThat(state(inspector)).isEqualTo(QueueState.RUNNING);
            disk.submit(ThreadletWork.of(gate));
            disk.submit(ThreadletWork.of(gate));
            await().until(() -> disk.snapshot().cur() == 2);
            assertThat(state(inspector)).as("nothing waits").isEqualTo(QueueState.RUNNING);
            disk.submit(ThreadletWork.of(gate));
            final QueueView saturated = inspector.view(named(inspector, "disk"));
            assertThat(saturated.state()).isEqualTo(QueueState.SATURATED);
            assertThat(saturated.busy()).isEqualTo(2);
            assertThat(saturated.virtual()).isFalse();
            assertThat(saturated.oldestQueued()).isPositive();
            assertThat(saturated.longestRunning()).isPositive();
            disk.pause();
            assertThat(state(inspector)).isEqualTo(QueueState.PAUSED);
            disk.shutdown();
            assertThat(state(inspector)).isEqualTo(QueueState.CLOSING);
            gate.open();
            await().until(() -> state(inspector) == QueueState.CLOSED);
        });
    }

    @Test
    void processorTimeIsThatOfTheWorkAndNotOfThoseBeforeIt() {
        inContext((inspector, disk) -> {
            disk.resize(0, 1);
            assertThat(disk.submit(() -> spin(Duration.ofMillis(300)))).succeedsWithin(20, TimeUnit.SECONDS);
            final Gate gate = new Gate();
            disk.submit(ThreadletWork.of(gate));
            await().until(gate::wasReached);
            assertThat(running(inspector).get(0).cpu()).isLessThan(Duration.ofMillis(200));
            gate.open();
        });
    }

    private static void spin(Duration processorTime) {
        final var clock = java.lang.management.ManagementFactory.getThreadMXBean();
        final long end = clock.getCurrentThreadCpuTime() + processorTime.toNanos();
        while (clock.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static QueueState state(QueueInspector inspector) {
        return inspector.view(named(inspector, "disk")).state();
    }

    private static List<RunningView> running(QueueInspector inspector) {
        return inspector.running(named(inspector, "disk"), DEPTH);
    }

    private static void lockInside(Object monitor, ReentrantLock lock) {
        synchronized (monitor) {
            lock.lock();
            try {
                assertThat(lock.isHeldByCurrentThread()).isTrue();
            } finally {
                lock.unlock();
            }
        }
    }
}
