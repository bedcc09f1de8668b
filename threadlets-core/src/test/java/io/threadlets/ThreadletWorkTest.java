package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletWork.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ThreadletWorkTest {
    @RegisterExtension
    final Queues queues = new Queues();

    // ---- states ----

    @Test
    void tryStartAndTryDequeue_workThatWaitsOnAnotherQueue_leaveItThere() {
        final Engine owner = new LentEngine(1).engine;
        final Engine other = new LentEngine(1).engine;
        final TestWork work = new TestWork();
        work.claim();
        final int queued = work.enqueue(owner, 7);
        assertThat(work.tryStart(other, queued)).isFalse();
        assertThat(work.word()).isEqualTo(queued);
        assertThat(work.tryDequeue(other, queued)).isFalse();
        assertThat(work.word()).isEqualTo(queued);
        assertThat(work.waitsAt(owner, 7)).isTrue();
        assertThat(work.tryDequeue(owner, queued)).isTrue();
        assertThat(WorkWord.phase(work.word())).isEqualTo(WorkWord.DEQUEUING);
    }

    @Test
    void state_ofAWorkThatSucceeds_isNewQueuedRunningSucceeded() {
        final ThreadletQueue queue = queues.single("q");
        final Gate before = Queues.occupy(queue);
        final Gate within = new Gate();
        final Probe work = new Probe("work", within::pass);
        assertThat(work.state()).isEqualTo(State.NEW);
        queue.submit(work);
        assertThat(work.state()).isEqualTo(State.QUEUED);
        before.open();
        within.awaitEntered();
        assertThat(work.state()).isEqualTo(State.RUNNING);
        within.open();
        assertThat(work.awaitEnd().state()).isEqualTo(State.SUCCEEDED);
        assertThat(work.state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void state_ofAWorkThatThrows_isFailed() {
        final Probe work = Probe.failing("work", new Exception("no"));
        queues.single("q").submit(work);
        assertThat(work.awaitEnd().state()).isEqualTo(State.FAILED);
        assertThat(work.state()).isEqualTo(State.FAILED);
    }

    @Test
    void state_ofAWorkTakenBack_isDequeued() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final Probe dequeued = Probe.named("dequeued");
        final Probe stopped = Probe.named("stopped");
        queue.submit(dequeued);
        queue.submit(stopped);
        queue.dequeue(dequeued);
        assertThat(dequeued.state()).isEqualTo(State.DEQUEUED);
        assertThat(queue.shutdownNow()).containsExactly(stopped);
        assertThat(stopped.state()).isEqualTo(State.DEQUEUED);
        assertThat(dequeued.runs() + stopped.runs()).isZero();
    }

    @Test
    void state_onAPausedQueue_isQueued() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        final Probe work = Probe.named("work");
        queue.submit(work);
        assertThat(work.state()).isEqualTo(State.QUEUED);
        queue.resume();
        assertThat(work.awaitEnd().state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void state_ofAWorkRunByItsCaller_isRunningWithinAndFinalAfterSubmit() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final List<State> within = new ArrayList<>();
        final Probe[] self = new Probe[1];
        self[0] = new Probe("work", () -> within.add(self[0].state()));
        queue.submit(self[0]);
        assertThat(within).containsExactly(State.RUNNING);
        assertThat(self[0].state()).isEqualTo(State.SUCCEEDED);
        queue.submit(self[0]);
        assertThat(self[0].runs()).isEqualTo(2);
        assertThat(self[0].ended).hasSize(2);
    }

    @Test
    void state_afterARejection_isWhatItWas() {
        final ThreadletQueue full =
                queues.build(ThreadletQueue.builder("full").maxThreads(1).capacity(0));
        final ThreadletQueue other = queues.single("other");
        Queues.occupy(full);
        final Probe fresh = Probe.named("fresh");
        assertThatThrownBy(() -> full.submit(fresh)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(fresh.state()).isEqualTo(State.NEW);
        assertThat(full.dequeue(fresh)).isEqualTo(DequeueResult.NOT_QUEUED);
        final Probe used = Probe.failing("used", new Exception("no"));
        other.submit(used);
        used.awaitEnd();
        assertThatThrownBy(() -> full.submit(used)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(used.state()).isEqualTo(State.FAILED);
        assertThat(other.dequeue(used)).isEqualTo(DequeueResult.FINISHED);
        assertThat(fresh.ended).isEmpty();
        assertThat(used.ended).isEmpty();
    }

    @Test
    void state_afterNoThreadCouldBeStarted_isWhatItWas() {
        final ThreadletQueue barren =
                queues.build(ThreadletQueue.builder("barren").threadFactory(body -> {
                    throw new IllegalStateException("none left");
                }));
        final ThreadletQueue other = queues.single("other");
        final Probe work = Probe.named("work");
        assertThatThrownBy(() -> barren.submit(work)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(work.state()).isEqualTo(State.NEW);
        assertThat(barren.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        other.submit(work);
        work.awaitEnd();
        assertThatThrownBy(() -> barren.submit(work)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(work.state()).isEqualTo(State.SUCCEEDED);
        assertThat(other.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        assertThat(barren.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        other.submit(work);
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(work.ended).isEmpty();
    }

    // ---- submitting again ----

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"SUCCEEDED", "FAILED", "DEQUEUED"})
    void submit_inAFinalState_runsAgainHereAndElsewhere(State state) {
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue two = queues.single("two");
        final Probe work = new Probe("work", () -> {
            if (state == State.FAILED) {
                throw new Exception("no");
            }
        });
        int runs = 0;
        for (ThreadletQueue queue : List.of(one, one, two, two, one)) {
            if (state == State.DEQUEUED) {
                queue.pause();
            } else {
                runs++;
            }
            queue.submit(work);
            if (state == State.DEQUEUED) {
                assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
                queue.resume();
            }
            assertThat(work.awaitEnd().state()).isEqualTo(state);
            assertThat(work.runs()).isEqualTo(runs);
        }
        two.submit(work);
        work.awaitEnd();
        assertThat(work.ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"SUCCEEDED", "FAILED"})
    void submit_fromCompleted_runsOverAndOver(State state) {
        final int times = 2_000;
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue two = queues.ofThreads("two", 3);
        final AtomicInteger left = new AtomicInteger(times);
        final Probe work = new Probe("work", () -> {
            if (state == State.FAILED) {
                throw new Exception("no");
            }
        });
        work.then(end -> {
            final int now = left.decrementAndGet();
            if (now > 0) {
                (now % 3 == 0 ? two : one).submit(work);
            }
        });
        one.submit(work);
        Waits.until("all submissions ended", () -> left.get() == 0);
        assertThat(work.ended).hasSize(times);
        assertThat(work.runs()).isEqualTo(times);
        assertThat(work.ended).allSatisfy(end -> assertThat(end.state()).isEqualTo(state));
    }

    @Test
    void submit_fromCompletedOfADequeuedWork_queuesItAgain() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final Probe work = Probe.named("work");
        final AtomicInteger again = new AtomicInteger(2);
        work.then(end -> {
            if (end.state() == State.DEQUEUED && again.getAndDecrement() > 0) {
                queue.submit(work);
            }
        });
        queue.submit(work);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(work.state()).isEqualTo(State.QUEUED);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(work.state()).isEqualTo(State.QUEUED);
        gate.open();
        Waits.until("the third submission ran", () -> work.ended.size() == 3);
        assertThat(work.runs()).isOne();
    }

    @Test
    void submit_fromCompletedOnAHome_runsAgain() {
        final ThreadletQueue queue = queues.single("q");
        final AtomicInteger left = new AtomicInteger(100);
        final Probe work = Probe.named("work");
        work.then(end -> {
            if (left.decrementAndGet() > 0) {
                queue.submit(work, Runnable::run);
            }
        });
        queue.submit(work, Runnable::run);
        Waits.until("all submissions ended", () -> left.get() == 0);
        assertThat(work.runs()).isEqualTo(100);
    }

    @Test
    void submit_fromCompletedBeyondTheCapacity_isRejectedLikeAnyOther() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(1));
        final Gate gate = new Gate();
        final List<Throwable> thrown = new ArrayList<>();
        final Probe work = new Probe("work", gate::pass);
        work.then(end -> {
            try {
                queue.submit(work);
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        });
        queue.submit(work);
        gate.awaitEntered();
        queue.submit(Probe.named("next"));
        gate.open();
        Queues.drain(queue);
        assertThat(thrown).singleElement().isInstanceOf(ThreadletRejectedException.class);
        assertThat(work.state()).isEqualTo(State.SUCCEEDED);
        assertThat(work.ended).hasSize(1);
    }

    // ---- submitting twice ----

    @Test
    void submit_whileQueued_throwsNamingTheWorkItsStateAndBothQueues() {
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue two = queues.single("two");
        final Gate gate = Queues.occupy(one);
        final Probe work = Probe.named("mail 17");
        one.submit(work);
        assertRefused(work, State.QUEUED, one, one);
        assertRefused(work, State.QUEUED, one, two);
        assertThat(one.snapshot().queued()).isOne();
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(work.awaitEnd().state()).isEqualTo(State.DEQUEUED);
        one.submit(work);
        assertRefused(work, State.QUEUED, one, two);
        gate.open();
        Queues.drain(one);
        assertThat(work.runs()).isOne();
        assertThat(work.ended).hasSize(1);
    }

    @Test
    void submit_whileRunning_throwsNamingTheWorkItsStateAndBothQueues() {
        final ThreadletQueue one = queues.ofThreads("one", 2);
        final ThreadletQueue two = queues.single("two");
        final Gate gate = new Gate();
        final Probe work = new Probe("mail 17", gate::pass);
        one.submit(work);
        gate.awaitEntered();
        assertRefused(work, State.RUNNING, one, one);
        assertRefused(work, State.RUNNING, one, two);
        assertThat(one.dequeue(work)).isEqualTo(DequeueResult.RUNNING);
        assertThat(two.dequeue(work)).isEqualTo(DequeueResult.NOT_QUEUED);
        gate.open();
        assertThat(work.awaitEnd().failure()).isNull();
        two.submit(work);
        assertThat(work.awaitEnd().failure()).isNull();
        assertThat(work.runs()).isEqualTo(2);
    }

    @Test
    void submit_whileRunningToAQueueThatIsFullOrShutDown_isNotHarmed() {
        final ThreadletQueue one = queues.single("one");
        final ThreadletQueue full = queues.build(
                ThreadletQueue.builder("full").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(full);
        final Gate gate = new Gate();
        final Probe work = new Probe("work", gate::pass);
        one.submit(work);
        gate.awaitEntered();
        assertRefused(work, State.RUNNING, one, full);
        full.shutdownNow();
        assertThatThrownBy(() -> full.submit(work)).isInstanceOf(RuntimeException.class);
        gate.open();
        work.awaitEnd();
        assertThat(work.runs()).isOne();
        assertThat(work.ended).isEmpty();
    }

    @Test
    void submit_byTwoThreadsAtOnce_acceptsExactlyOne() {
        final ThreadletQueue one = queues.ofThreads("one", 2);
        final ThreadletQueue two = queues.ofThreads("two", 2);
        final int rounds = 20_000;
        final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger refused = new AtomicInteger();
        final Probe[] works =
                Stream.generate(() -> Probe.named("work")).limit(rounds).toArray(Probe[]::new);
        final AtomicInteger arrived = new AtomicInteger();
        one.pause();
        two.pause();
        final List<Thread> submitters = Stream.of(one, two)
                .map(queue -> Waits.start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        final int all = 2 * (round + 1);
                        arrived.incrementAndGet();
                        Waits.spin(() -> arrived.get() >= all);
                        try {
                            queue.submit(works[round]);
                            accepted.incrementAndGet();
                        } catch (IllegalStateException e) {
                            refused.incrementAndGet();
                        }
                    }
                }))
                .toList();
        submitters.forEach(Waits::join);
        assertThat(accepted).hasValue(rounds);
        assertThat(refused).hasValue(rounds);
        assertThat(one.snapshot().queued() + two.snapshot().queued()).isEqualTo(rounds);
        Queues.drain(one);
        Queues.drain(two);
        assertThat(works).allSatisfy(work -> {
            assertThat(work.runs()).isOne();
            assertThat(work.ended).hasSize(1);
        });
    }

    private static void assertRefused(Probe work, State state, ThreadletQueue on, ThreadletQueue to) {
        final QueueSnapshot before = to.snapshot();
        assertThatIllegalStateException()
                .isThrownBy(() -> to.submit(work))
                .withMessageContainingAll(
                        "'" + work.describe() + "'",
                        "submitted to queue '" + to.name() + "'",
                        state + " on queue '" + on.name() + "'");
        assertThat(work.state()).isEqualTo(state);
        assertThat(to.snapshot().submitted()).isEqualTo(before.submitted());
        assertThat(to.snapshot().queued()).isEqualTo(before.queued());
        assertThat(work.ended).isEmpty();
    }
}
