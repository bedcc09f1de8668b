package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletWork.State;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DequeueTest {
    @RegisterExtension
    final Queues queues = new Queues();

    @Test
    void dequeue_ofAWorkNeverSubmitted_saysNotQueued() {
        assertThat(queues.single("q").dequeue(Probe.named("work"))).isEqualTo(DequeueResult.NOT_QUEUED);
    }

    @Test
    void dequeue_ofAQueuedWork_takesItBack() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final Probe work = Probe.named("work");
        queue.submit(work);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().dequeued()).isOne();
        gate.open();
        Queues.drain(queue);
        assertThat(work.runs()).isZero();
        assertThat(work.ended).hasSize(1);
    }

    @Test
    void dequeue_ofARunningWork_saysRunningAndLetsItRun() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final Probe work = new Probe("work", gate::pass);
        queue.submit(work);
        gate.awaitEntered();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.RUNNING);
        gate.open();
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
    }

    @Test
    void dequeue_ofAWorkRunningInItsCaller_saysRunning() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final List<DequeueResult> within = new ArrayList<>();
        final Probe[] self = new Probe[1];
        self[0] = new Probe("work", () -> within.add(queue.dequeue(self[0])));
        queue.submit(self[0]);
        assertThat(within).containsExactly(DequeueResult.RUNNING);
        assertThat(queue.dequeue(self[0])).isEqualTo(DequeueResult.FINISHED);
    }

    @Test
    void dequeue_ofAFailedWork_saysFinished() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.failing("work", new Exception("no"));
        queue.submit(work);
        work.awaitEnd();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        assertThat(work.state()).isEqualTo(State.FAILED);
    }

    @Test
    void dequeue_fromCompleted_saysFinished() {
        final ThreadletQueue queue = queues.single("q");
        final List<DequeueResult> results = new ArrayList<>();
        final Probe work = Probe.named("work");
        work.then(end -> results.add(queue.dequeue(work)));
        queue.submit(work);
        Queues.drain(queue);
        assertThat(results).containsExactly(DequeueResult.FINISHED);
    }

    @Test
    void dequeue_onAnotherQueue_saysNotQueuedAndHarmsNothing() {
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue two = queues.single("two");
        final Gate gate = Queues.occupy(one);
        final Probe work = Probe.named("work");
        one.submit(work);
        assertThat(two.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(work.state()).isEqualTo(State.QUEUED);
        assertThat(one.snapshot().queued()).isOne();
        assertThat(two.snapshot().dequeued()).isZero();
        gate.open();
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(two.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
    }

    @Test
    void dequeue_afterASubmissionElsewhere_saysNotQueuedWhereItWasBefore() {
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue two = queues.single("two");
        final Probe work = Probe.named("work");
        one.submit(work);
        work.awaitEnd();
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        two.submit(work);
        work.awaitEnd();
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(two.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        two.pause();
        two.submit(work);
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        assertThat(two.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
    }

    @Test
    void dequeue_onAQueueThatIsShutDown_stillTakesBack() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final Probe work = Probe.named("work");
        queue.submit(work);
        queue.shutdown();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(queue.shutdownNow()).isEmpty();
    }

    @Test
    void dequeue_onABoundedQueue_freesThePlaceAtOnce() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(2));
        Queues.occupy(queue);
        final Probe first = Probe.named("first");
        final Probe second = Probe.named("second");
        queue.submit(first);
        queue.submit(second);
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> queue.submit(Probe.named("third"))).isInstanceOf(ThreadletRejectedException.class);
            assertThat(queue.dequeue(second)).isEqualTo(DequeueResult.DEQUEUED);
            assertThat(queue.snapshot().queued()).isOne();
            queue.submit(second);
        }
        assertThat(queue.shutdownNow()).containsExactly(first, second);
    }

    @Test
    void dequeue_fromTheMiddle_keepsTheOrderOfTheOthers() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final List<String> order = new ArrayList<>();
        final List<Probe> works = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d", "e")) {
            final Probe work = new Probe(name, () -> order.add(name));
            works.add(work);
            queue.submit(work);
        }
        for (int index : new int[] {2, 0, 4}) {
            assertThat(queue.dequeue(works.get(index))).isEqualTo(DequeueResult.DEQUEUED);
        }
        queue.submit(works.get(0));
        gate.open();
        Queues.drain(queue);
        assertThat(order).containsExactly("b", "d", "a");
    }

    @Test
    void dequeue_againstTheThread_exactlyOneGetsTheWork() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final int rounds = 4_000;
        final Probe work = Probe.named("work");
        final Map<DequeueResult, Integer> results = new EnumMap<>(DequeueResult.class);
        for (int round = 0; round < rounds; round++) {
            queue.submit(work);
            for (int spin = round % 64; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            final DequeueResult result = queue.dequeue(work);
            results.merge(result, 1, Integer::sum);
            final Probe.Ended end = work.awaitEnd();
            assertThat(end.state() == State.DEQUEUED)
                    .as("%s, but %s", result, end)
                    .isEqualTo(result == DequeueResult.DEQUEUED);
        }
        assertThat(work.runs()).isEqualTo(rounds - results.getOrDefault(DequeueResult.DEQUEUED, 0));
        assertThat(results).doesNotContainKey(DequeueResult.NOT_QUEUED);
        assertThat(work.ended).isEmpty();
    }

    @Test
    void dequeue_bySeveralAtOnce_exactlyOneGetsTheWork() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.named("work");
        final int rounds = 2_000;
        final AtomicInteger dequeued = new AtomicInteger();
        final CyclicBarrier barrier = new CyclicBarrier(2, () -> {
            if (!work.state().equals(State.QUEUED)) {
                queue.submit(work);
            }
        });
        queue.pause();
        final Runnable dequeuer = () -> {
            for (int round = 0; round < rounds; round++) {
                Waits.await(barrier);
                if (queue.dequeue(work) == DequeueResult.DEQUEUED) {
                    dequeued.incrementAndGet();
                }
            }
        };
        final Thread other = Waits.start(dequeuer);
        dequeuer.run();
        Waits.join(other);
        assertThat(dequeued).hasValue(rounds);
        assertThat(work.ended).hasSize(rounds);
        assertThat(work.runs()).isZero();
    }

    @Test
    void dequeue_ofAWorkAmongOthersThatStillWait_leavesItCollectable() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final List<WeakReference<Probe>> dequeued = new ArrayList<>();
        final ReferenceQueue<Probe> cleared = new ReferenceQueue<>();
        for (int i = 0; i < 100; i++) {
            queue.submit(Probe.named("stays"));
            Probe work = Probe.named("goes");
            queue.submit(work);
            queue.dequeue(work);
            dequeued.add(new WeakReference<>(work, cleared));
        }
        dequeued.forEach(one -> Waits.collected(one, cleared));
        assertThat(queue.snapshot().queued()).isEqualTo(100);
    }

    @Test
    void submit_ofAWorkThatHasEnded_leavesItCollectableWhileTheThreadIdles() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").minThreads(1).maxThreads(1));
        final ReferenceQueue<Probe> cleared = new ReferenceQueue<>();
        final WeakReference<Probe> reference = new WeakReference<>(runOne(queue), cleared);
        Waits.collected(reference, cleared);
        assertThat(queue.snapshot().idle()).isOne();
    }

    private static Probe runOne(ThreadletQueue queue) {
        final Probe work = Probe.named("work");
        queue.submit(work);
        work.awaitEnd();
        return work;
    }

    /** Who gets FINISHED may touch the work's data. */
    @Test
    void dequeue_whileTheWorkIsBeingSubmitted_saysNotQueuedForItHasNotEnded() {
        final List<DequeueResult> results = new ArrayList<>();
        final ThreadletQueue[] queue = new ThreadletQueue[1];
        queue[0] = queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                results.add(queue[0].dequeue(work));
            }
        }));
        final Probe work = Probe.named("work");
        final ThreadletFuture<?> future = queue[0].futureOf(work);
        queue[0].submit(work);
        work.awaitEnd();
        queue[0].submit(work);
        work.awaitEnd();
        assertThat(future).isNotDone();
        assertThat(results).containsExactly(DequeueResult.NOT_QUEUED, DequeueResult.NOT_QUEUED);
    }
}
