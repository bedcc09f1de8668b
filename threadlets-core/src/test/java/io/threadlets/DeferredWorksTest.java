package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.threadlets.Inside.Where;
import io.threadlets.ThreadletWork.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Works that a work which its caller runs submits: they wait for that caller. */
@Timeout(60)
final class DeferredWorksTest {
    private static final int CHAIN = 100_000;

    @RegisterExtension
    final Queues queues = new Queues();

    /** Every further submission is run by its caller. */
    private ThreadletQueue full() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        return queue;
    }

    private static void assertRunOnceHere(Probe work) {
        assertThat(work.state()).isEqualTo(State.SUCCEEDED);
        assertThat(work.runs()).isOne();
        assertThat(work.ended).containsExactly(new Probe.Ended(null, State.SUCCEEDED, Thread.currentThread(), false));
    }

    // ---- when they run ----

    @Test
    void submit_fromABody_queuesTheWorkUntilTheBodyHasEnded() {
        final ThreadletQueue queue = full();
        final List<State> states = new ArrayList<>();
        final Probe inner = new Probe("inner", () -> {});
        final Probe outer = new Probe("outer", () -> {
            queue.submit(inner);
            states.add(inner.state());
        });
        outer.then(end -> states.add(inner.state()));
        queue.submit(outer);
        assertThat(states).containsExactly(State.QUEUED, State.QUEUED);
        assertRunOnceHere(outer);
        assertRunOnceHere(inner);
    }

    @Test
    void submit_fromCompleted_queuesTheWorkUntilThatHasReturned() {
        final ThreadletQueue queue = full();
        final List<State> states = new ArrayList<>();
        final Probe inner = Probe.named("inner");
        final Probe outer = Probe.named("outer");
        outer.then(end -> {
            queue.submit(inner);
            states.add(inner.state());
        });
        queue.submit(outer);
        assertThat(states).containsExactly(State.QUEUED);
        assertRunOnceHere(inner);
    }

    @Test
    void submit_ofSeveral_runsThemFirstInFirstOut() {
        final ThreadletQueue queue = full();
        final List<String> starts = new ArrayList<>();
        final Probe c = new Probe("c", () -> starts.add("c"));
        final Probe d = new Probe("d", () -> starts.add("d"));
        final Probe e = new Probe("e", () -> starts.add("e"));
        final Probe a = new Probe("a", () -> {
            starts.add("a");
            queue.submit(d);
        });
        final Probe b = new Probe("b", () -> starts.add("b"));
        final Probe outer = new Probe("outer", () -> {
            starts.add("outer");
            queue.submit(a);
            queue.submit(b);
        });
        outer.then(end -> queue.submit(c));
        b.then(end -> queue.submit(e));
        queue.submit(outer);
        assertThat(starts).containsExactly("outer", "a", "b", "c", "d", "e");
    }

    @Test
    void submit_ofTheSameWorkFromItsCompleted_isQueuedThereAndRunAgain() {
        final ThreadletQueue queue = full();
        final List<State> states = new ArrayList<>();
        final Probe work = Probe.named("again");
        work.then(end -> {
            if (work.runs() == 1) {
                queue.submit(work);
                states.add(work.state());
                assertThatIllegalStateException()
                        .isThrownBy(() -> queue.submit(work))
                        .withMessageContaining("QUEUED");
            }
        });
        queue.submit(work);
        assertThat(states).containsExactly(State.QUEUED);
        assertThat(work.runs()).isEqualTo(2);
        assertThat(work.ended).hasSize(2);
    }

    @Test
    void submit_withAHome_deliversTheCompletionThere() {
        final ThreadletQueue queue = full();
        final BlockingQueue<Runnable> home = new LinkedBlockingQueue<>();
        final Probe inner = Probe.named("inner");
        queue.submit(new Probe("outer", () -> queue.submit(inner, home::add)));
        assertThat(inner.runs()).isOne();
        assertThat(inner.ended).isEmpty();
        Waits.take(home).run();
        assertThat(inner.ended).hasSize(1);
    }

    @Test
    void listeners_hearOfADeferredWorkInOrder() {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q")
                .maxThreads(1)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work) {
                        events.add("submitted " + work.describe());
                    }

                    @Override
                    public void started(ThreadletWork work, long waitedNanos) {
                        events.add("started " + work.describe());
                    }

                    @Override
                    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                        events.add("finished " + work.describe());
                    }
                }));
        Queues.occupy(queue);
        queue.submit(new Probe("outer", () -> queue.submit(Probe.named("inner"))));
        assertThat(events.subList(2, events.size()))
                .containsExactly(
                        "submitted outer",
                        "started outer",
                        "submitted inner",
                        "finished outer",
                        "started inner",
                        "finished inner");
    }

    /** The queue's own thread is a caller like any other. */
    @Test
    void submit_fromAWorkThatAThreadOfTheQueueRunsAsACaller_isDeferredUntilThatSubmitReturns() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Inside.onThreadOf(queue).run(() -> {
            final List<State> states = new ArrayList<>();
            final Probe second = Probe.named("second");
            final Probe first = new Probe("first", () -> {
                queue.submit(second);
                states.add(second.state());
            });
            queue.submit(first);
            assertThat(states).containsExactly(State.QUEUED);
            assertRunOnceHere(first);
            assertRunOnceHere(second);
        });
    }

    @Test
    void submit_fromABodyWhereAThreadIsFree_isRunByThat() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final Gate busy = Queues.occupy(queue);
        final Probe inner = Probe.named("inner");
        Inside.callerOf(queue).run(() -> {
            busy.open();
            Waits.until("a thread is free", () -> queue.snapshot().idle() == 1);
            queue.submit(inner);
            assertThat(queue.owns(inner.awaitEnd().thread())).isTrue();
        });
        assertThat(inner.runs()).isOne();
    }

    // ---- the capacity ----

    /** A queue with one work in its only place. */
    private ThreadletQueue fullWith(Probe waiting) {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(1).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        queue.submit(waiting);
        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        return queue;
    }

    @Test
    void submit_ofDeferredWorks_takesNoPlaceInTheQueue() throws Exception {
        final Probe waiting = Probe.named("waiting");
        final ThreadletQueue queue = fullWith(waiting);
        final Probe others = Probe.named("other's");
        final List<State> state = new ArrayList<>();
        Inside.callerOf(queue).run(() -> {
            for (int i = 0; i < 5; i++) {
                queue.submit(Probe.named("deferred"));
            }
            assertThat(queue.dequeue(waiting)).isEqualTo(DequeueResult.DEQUEUED);
            Waits.join(Waits.start(() -> queue.submit(others)));
            state.add(others.state());
        });
        assertThat(state).as("there was one place, which it got").containsExactly(State.QUEUED);
        assertThat(others.state()).isEqualTo(State.QUEUED);
        assertThat(queue.snapshot().queued()).isOne();
        assertThat(queue.snapshot().succeeded()).isEqualTo(6);
    }

    @Test
    void dequeue_ofADeferredWork_freesNoPlaceInTheQueue() throws Exception {
        final Probe waiting = Probe.named("waiting");
        final ThreadletQueue queue = fullWith(waiting);
        final Probe others = Probe.named("other's");
        Inside.callerOf(queue).run(() -> {
            final Probe deferred = Probe.named("deferred");
            queue.submit(deferred);
            assertThat(queue.dequeue(deferred)).isEqualTo(DequeueResult.DEQUEUED);
            Waits.join(Waits.start(() -> queue.submit(others)));
            assertThat(others.runs()).as("run by its own caller").isOne();
        });
        assertThat(others.runs()).isOne();
        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        assertThat(queue.snapshot().queued()).isOne();
    }

    // ---- taking them back, and waiting for them ----

    @Test
    void dequeue_ofADeferredWork_takesItBackBeforeItReturns() throws Exception {
        final ThreadletQueue queue = full();
        final Probe inner = Probe.named("inner");
        final List<DequeueResult> results = new ArrayList<>();
        Inside.callerOf(queue).run(() -> {
            queue.submit(inner);
            results.add(queue.dequeue(inner));
            assertThat(inner.ended).singleElement().satisfies(end -> {
                assertThat(end.failure()).isInstanceOf(CancellationException.class);
                assertThat(end.state()).isEqualTo(State.DEQUEUED);
            });
            results.add(queue.dequeue(inner));
        });
        assertThat(results).containsExactly(DequeueResult.DEQUEUED, DequeueResult.FINISHED);
        assertThat(inner.runs()).isZero();
        assertThat(inner.ended).hasSize(1);
        assertThat(queue.snapshot().dequeued()).isOne();
    }

    @Test
    void dequeue_ofADeferredWorkByAnotherThread_leavesTheOthersTheirTurn() {
        final ThreadletQueue queue = full();
        final List<String> starts = new ArrayList<>();
        final List<Probe> inner = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            inner.add(new Probe(name, () -> starts.add(name)));
        }
        final List<DequeueResult> results = Collections.synchronizedList(new ArrayList<>());
        queue.submit(new Probe("outer", () -> {
            inner.forEach(queue::submit);
            Waits.join(Waits.start(() -> results.add(queue.dequeue(inner.get(1)))));
        }));
        assertThat(results).containsExactly(DequeueResult.DEQUEUED);
        assertThat(starts).containsExactly("a", "c");
    }

    @Test
    void dequeue_racingWithTheCaller_oneGetsTheWork() {
        final ThreadletQueue queue = full();
        final List<String> wrong = new ArrayList<>();
        for (int round = 0; round < 500; round++) {
            final int spins = round;
            final Gate deferred = new Gate();
            final Probe inner = Probe.named("inner");
            final List<DequeueResult> results = Collections.synchronizedList(new ArrayList<>());
            final Thread taker = Waits.start(() -> {
                deferred.awaitEntered();
                results.add(queue.dequeue(inner));
            });
            deferred.open();
            queue.submit(new Probe("outer", () -> {
                queue.submit(inner);
                deferred.pass();
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
            }));
            Waits.join(taker);
            final boolean taken = results.contains(DequeueResult.DEQUEUED);
            if (inner.ended.size() != 1
                    || inner.runs() != (taken ? 0 : 1)
                    || inner.state() != (taken ? State.DEQUEUED : State.SUCCEEDED)) {
                wrong.add(round + ": " + results + ", runs " + inner.runs() + ", ended " + inner.ended);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void join_ofADeferredFutureByAThreadThatIsNotTheQueues_waitsForTheCaller() throws Exception {
        final Inside inside = Inside.of(Where.CALLER, queues);
        final List<Thread> ran = Collections.synchronizedList(new ArrayList<>());
        final Thread[] waiter = new Thread[1];
        final Thread caller = inside.call(() -> {
            final ThreadletFuture<Thread> future = inside.queue.submit(Thread::currentThread);
            waiter[0] = Waits.start(() -> ran.add(future.join()));
            return Thread.currentThread();
        });
        Waits.join(waiter[0]);
        assertThat(ran).containsExactly(caller);
    }

    @Test
    void join_ofADeferredFutureByAThreadOfTheQueue_runsItThere() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final BlockingQueue<ThreadletFuture<Thread>> handed = new LinkedBlockingQueue<>();
        final Gate joined = new Gate();
        final Gate waiting = new Gate();
        final Inside.Outer<Boolean> onThread = Inside.onThreadOf(queue).start(() -> {
            waiting.pass();
            final Thread ran = Waits.take(handed).join();
            joined.open();
            return ran == Thread.currentThread();
        });
        waiting.awaitEntered();
        Inside.callerOf(queue).run(() -> {
            handed.add(queue.submit(Thread::currentThread));
            waiting.open();
            joined.pass(); // the caller waits for the thread, and so cannot run it
        });
        assertThat(onThread.await()).isTrue();
    }

    // ---- no stack is needed ----

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submit_inAChainOfFreshWorks_needsNoStack(boolean fromCompleted) {
        final ThreadletQueue queue = full();
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger elsewhere = new AtomicInteger();
        final Thread caller = Thread.currentThread();
        final class Link extends ThreadletWork {
            private void next() {
                if (runs.get() < CHAIN) {
                    queue.submit(new Link());
                }
            }

            @Override
            protected void run() {
                runs.incrementAndGet();
                elsewhere.addAndGet(Thread.currentThread() == caller ? 0 : 1);
                if (!fromCompleted) {
                    next();
                }
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                elsewhere.addAndGet(failure == null ? 0 : 1);
                if (fromCompleted) {
                    next();
                }
            }
        }
        queue.submit(new Link());
        assertThat(runs).hasValue(CHAIN);
        assertThat(elsewhere).as("run elsewhere, or failed").hasValue(0);
        assertThat(queue.snapshot().succeeded()).isEqualTo(CHAIN);
    }
}
