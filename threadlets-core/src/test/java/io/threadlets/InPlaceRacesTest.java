package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.Inside.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several who want the same queued work: who waits for it, who takes it back, and a thread that becomes free. */
@Timeout(120)
final class InPlaceRacesTest {
    private static final int ROUNDS = 2_000;

    @RegisterExtension
    final Queues queues = new Queues();

    /**
     * Counts the ends of the works that were named {@code inner}; those that have ended have lost their task's name.
     */
    private static final class Ends implements ThreadletListener {
        private final Set<ThreadletWork> inner = ConcurrentHashMap.newKeySet();
        final AtomicInteger finished = new AtomicInteger();
        final AtomicInteger dequeued = new AtomicInteger();

        @Override
        public void submitted(ThreadletWork work) {
            if (work.describe().equals("inner")) {
                inner.add(work);
            }
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            finished.addAndGet(inner.remove(work) ? 1 : 0);
        }

        @Override
        public void dequeued(ThreadletWork work, long waitedNanos) {
            dequeued.addAndGet(inner.remove(work) ? 1 : 0);
        }
    }

    /** Does something with each future it is given, on a thread of its own, at the same time as its owner. */
    private static final class Rival {
        private final CyclicBarrier start = new CyclicBarrier(2);
        private final CyclicBarrier end = new CyclicBarrier(2);
        private volatile @Nullable ThreadletFuture<Integer> future;

        Rival(int rounds, Consumer<ThreadletFuture<Integer>> action) {
            Waits.start(() -> {
                for (int round = 0; round < rounds; round++) {
                    Waits.await(start);
                    final ThreadletFuture<Integer> now = future;
                    if (now != null) {
                        action.accept(now);
                    }
                    Waits.await(end);
                }
            });
        }

        void begin(ThreadletFuture<Integer> next) {
            future = next;
            Waits.await(start);
        }

        void end() {
            Waits.await(end);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancel_racingWithGet_hasExactlyOneOutcome(Where where) throws Exception {
        final Ends ends = new Ends();
        final Inside inside = Inside.of(where, queues, ends);
        final AtomicInteger cancelled = new AtomicInteger();
        final Rival rival = new Rival(ROUNDS, future -> cancelled.addAndGet(future.cancel(false) ? 1 : 0));
        final List<String> wrong = new ArrayList<>();
        inside.run(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                final AtomicInteger runs = new AtomicInteger();
                final int cancelledBefore = cancelled.get();
                final int dequeuedBefore = ends.dequeued.get();
                final ThreadletFuture<Integer> future = inside.queue.submit(new Task<>("inner", runs::incrementAndGet));
                rival.begin(future);
                String outcome;
                try {
                    outcome = "value " + future.get();
                } catch (CancellationException e) {
                    outcome = "cancelled";
                }
                rival.end();
                final boolean wasCancelled = cancelled.get() > cancelledBefore;
                final boolean wasDequeued = ends.dequeued.get() > dequeuedBefore;
                if (!outcome.equals(wasCancelled ? "cancelled" : "value 1")
                        || runs.get() != (wasDequeued ? 0 : 1)
                        || ends.dequeued.get() + ends.finished.get() != round) {
                    wrong.add(round + ": " + outcome + ", cancelled " + wasCancelled + ", runs " + runs + ", dequeued "
                            + wasDequeued);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void complete_racingWithGet_hasExactlyOneOutcome(Where where) throws Exception {
        final Ends ends = new Ends();
        final Inside inside = Inside.of(where, queues, ends);
        final AtomicInteger completed = new AtomicInteger();
        final Rival rival = new Rival(ROUNDS, future -> completed.addAndGet(future.complete(17) ? 1 : 0));
        final List<String> wrong = new ArrayList<>();
        inside.run(() -> {
            for (int round = 1; round <= ROUNDS; round++) {
                final AtomicInteger runs = new AtomicInteger();
                final int before = completed.get();
                final ThreadletFuture<Integer> future = inside.queue.submit(new Task<>("inner", runs::incrementAndGet));
                rival.begin(future);
                final int value = future.get();
                rival.end();
                if (value != (completed.get() > before ? 17 : 1)
                        || runs.get() > 1
                        || ends.dequeued.get() + ends.finished.get() != round) {
                    wrong.add(round + ": " + value + ", runs " + runs);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void join_byTwoThreadsOfTheQueueAtOnce_runsItOnceForBoth() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        for (int round = 0; round < ROUNDS; round++) {
            final CyclicBarrier ready = new CyclicBarrier(3);
            final CyclicBarrier go = new CyclicBarrier(3);
            final AtomicInteger runs = new AtomicInteger();
            final List<ThreadletFuture<Integer>> shared = new ArrayList<>();
            final List<ThreadletFuture<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiters.add(queue.submit(() -> {
                    Waits.await(ready);
                    Waits.await(go);
                    return shared.get(0).join();
                }));
            }
            Waits.await(ready);
            shared.add(queue.submit(runs::incrementAndGet));
            Waits.await(go);
            for (ThreadletFuture<Integer> waiter : waiters) {
                assertThat(waiter.get(60, TimeUnit.SECONDS)).isOne();
            }
            assertThat(runs).hasValue(1);
        }
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(3 * ROUNDS);
    }

    /** An idle thread is woken for the work while its owner waits for it already. */
    @Test
    void get_racingWithAThreadThatIsFree_runsItOnceAndLeavesTheCountsRight() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").minThreads(2).maxThreads(2).prestart(true));
        final Thread[] own = new Thread[1];
        final int here = Inside.onThreadOf(queue).call(() -> {
            own[0] = Thread.currentThread();
            int ranHere = 0;
            for (int round = 0; round < ROUNDS; round++) {
                final AtomicInteger runs = new AtomicInteger();
                final ThreadletFuture<Thread> future = queue.submit(() -> {
                    runs.incrementAndGet();
                    return Thread.currentThread();
                });
                ranHere += future.get() == own[0] ? 1 : 0;
                assertThat(runs).hasValue(1);
            }
            return ranHere;
        });
        Waits.until("both are idle", () -> queue.snapshot().idle() == 2);
        assertThat(queue.snapshot().cur()).isEqualTo(2);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().succeeded())
                .as("%s of them run where they were waited for", here)
                .isEqualTo(ROUNDS + 1);
        final Gate both = Queues.occupy(queue);
        Queues.occupy(queue);
        both.open();
    }

    /** The thread that ends its work takes the oldest; that is just the one that another waits for. */
    @Test
    void get_racingWithAThreadThatBecomesFree_runsItOnce() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        Inside.onThreadOf(queue).run(() -> {
            for (int round = 0; round < ROUNDS; round++) {
                final Gate busy = new Gate();
                queue.submit(new Probe("busy", busy::pass));
                busy.awaitEntered();
                final AtomicInteger runs = new AtomicInteger();
                final ThreadletFuture<Integer> future = queue.submit(runs::incrementAndGet);
                final ThreadletFuture<Integer> next = queue.submit(runs::incrementAndGet);
                busy.open();
                assertThat(future.get()).isBetween(1, 2);
                assertThat(next.get()).isBetween(1, 2);
                assertThat(runs).hasValue(2);
            }
        });
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isEqualTo(3 * ROUNDS + 1);
    }

    /** Who waits for one work must neither lose nor run another that waits beside it. */
    @Test
    void get_whileOthersSubmitDequeueAndWait_runsEachOnce() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 3);
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger takenBack = new AtomicInteger();
        final List<ThreadletFuture<Integer>> outers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            outers.add(queue.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    final ThreadletFuture<Integer> first = queue.submit(runs::incrementAndGet);
                    final Probe second = new Probe("second", runs::incrementAndGet);
                    queue.submit(second);
                    final ThreadletFuture<Integer> third = queue.submit(runs::incrementAndGet);
                    third.join();
                    takenBack.addAndGet(queue.dequeue(second) == DequeueResult.DEQUEUED ? 1 : 0);
                    first.join();
                }
                return 0;
            }));
        }
        for (ThreadletFuture<Integer> outer : outers) {
            assertThat(outer.get(60, TimeUnit.SECONDS)).isZero();
        }
        Queues.drain(queue);
        assertThat(runs.get() + takenBack.get()).isEqualTo(9 * ROUNDS);
        assertThat(queue.snapshot().dequeued()).isEqualTo(takenBack.get());
    }
}
