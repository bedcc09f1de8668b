package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.Inside.Where;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A work that waits for a queued work of its own queue runs that in place, and nothing else. */
@Timeout(60)
final class InPlaceTest {
    @RegisterExtension
    final Queues queues = new Queues();

    record Way(Where where, Waiting waiting) {}

    static Stream<Way> ways() {
        return Arrays.stream(Where.values())
                .flatMap(where -> Arrays.stream(Waiting.values()).map(waiting -> new Way(where, waiting)));
    }

    private static List<Integer> counts(QueueSnapshot now) {
        return List.of(now.cur(), now.idle(), now.queued());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void wait_forAQueuedFuture_runsItHere(Way way) throws Exception {
        final Inside inside = Inside.of(way.where(), queues);
        inside.run(() -> {
            final ThreadletFuture<Thread> future = inside.queue.submit(Thread::currentThread);
            assertThat(future).isNotDone();
            assertThat(way.waiting().on(future)).isSameAs(Thread.currentThread());
        });
        assertThat(inside.queue.snapshot().largest()).isOne();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void wait_inCompleted_runsItHere(Way way) throws Exception {
        final Inside inside = Inside.of(way.where(), queues);
        inside.runInCompleted(() -> {
            final ThreadletFuture<Thread> future = inside.queue.submit(Thread::currentThread);
            assertThat(future).isNotDone();
            assertThat(way.waiting().on(future)).isSameAs(Thread.currentThread());
        });
    }

    @Test
    void join_inAStageOnTheQueuesThread_runsItHere() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final CompletableFuture<Thread> stage = queue.submit(gate.callable("value"))
                .thenApply(value -> queue.submit(Thread::currentThread).join());
        gate.open();
        assertThat(queue.owns(stage.get(Waits.LONG.toSeconds(), TimeUnit.SECONDS)))
                .isTrue();
    }

    @Test
    void join_onAVirtualThread_runsItHere() throws Exception {
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("q").maxThreads(1);
        if (Runtime.version().feature() >= 21) {
            builder.virtualThreads(true);
        }
        final Inside inside = Inside.onThreadOf(queues.build(builder));
        inside.run(() ->
                assertThat(inside.queue.submit(Thread::currentThread).join()).isSameAs(Thread.currentThread()));
    }

    /** Not only what the caller itself submitted, and would have to run. */
    @ParameterizedTest
    @EnumSource
    void wait_inACallerForAFutureThatWasQueuedBefore_runsItHere(Waiting waiting) throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(1).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final ThreadletFuture<Thread> future = queue.submit(Thread::currentThread);
        Inside.callerOf(queue).run(() -> {
            assertThat(counts(queue.snapshot())).containsExactly(1, 0, 1);
            assertThat(waiting.on(future)).isSameAs(Thread.currentThread());
            assertThat(counts(queue.snapshot())).containsExactly(1, 0, 0);
        });
        assertThat(counts(queue.snapshot())).containsExactly(1, 0, 0);
    }

    @Test
    void join_onAThreadOfTheQueueThatRunsAnothersWorkAsACaller_runsItHere() throws Exception {
        final ThreadletQueue other = queues.build(
                ThreadletQueue.builder("other").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(other);
        final Inside inside = Inside.of(Where.OWN_THREAD, queues);
        inside.run(() -> {
            final ThreadletFuture<Thread> own = inside.queue.submit(Thread::currentThread);
            final ThreadletFuture<Thread> joining = other.submit(own::join);
            assertThat(joining.join()).isSameAs(Thread.currentThread());
        });
    }

    @Test
    void get_ofAQueuedFuture_lowersQueuedByOneAndLeavesTheThreads() throws Exception {
        final Inside inside = Inside.of(Where.OWN_THREAD, queues);
        final ThreadletQueue queue = inside.queue;
        inside.run(() -> {
            queue.submit(Probe.named("before"));
            final ThreadletFuture<QueueSnapshot> future = queue.submit(queue::snapshot);
            queue.submit(Probe.named("after"));
            assertThat(counts(queue.snapshot())).containsExactly(1, 0, 3);
            assertThat(counts(future.get())).containsExactly(1, 0, 2);
            final QueueSnapshot now = queue.snapshot();
            assertThat(counts(now)).containsExactly(1, 0, 2);
            assertThat(now.succeeded()).isOne();
            assertThat(now.dequeued()).isZero();
            assertThat(queue.queued(9)).extracting(QueuedWork::description).containsExactly("before", "after");
        });
    }

    @ParameterizedTest
    @EnumSource
    void running_whileTheInnerRuns_listsBoth(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        inside.run(() -> {
            assertThat(inside.queue
                            .submit(new Task<>("inner", inside::runningHere))
                            .get())
                    .containsExactly("outer", "inner");
            assertThat(inside.runningHere()).containsExactly("outer");
        });
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAQueuedFuture_leavesTheOthersTheirTurn(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final List<String> starts = Collections.synchronizedList(new ArrayList<>());
        inside.run(() -> {
            final List<ThreadletFuture<Boolean>> futures = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                futures.add(inside.queue.submit(() -> starts.add(name)));
            }
            assertThat(futures.get(2).get()).isTrue();
            assertThat(futures).filteredOn(ThreadletFuture::isDone).hasSize(1);
            starts.add("outer goes on");
        });
        inside.drain();
        assertThat(starts).containsExactly("c", "outer goes on", "a", "b", "d");
    }

    private static int nest(ThreadletQueue queue, int depth) {
        return depth == 0 ? 0 : 1 + queue.submit(() -> nest(queue, depth - 1)).join();
    }

    @ParameterizedTest
    @EnumSource
    void join_nestedAThousandDeep_runsEachWithinTheOneBefore(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        assertThat(inside.call(() -> nest(inside.queue, 1_000))).isEqualTo(1_000);
        inside.drain();
        final QueueSnapshot end = inside.queue.snapshot();
        assertThat(end.largest()).isOne();
        assertThat(end.succeeded()).isEqualTo(where == Where.OWN_THREAD ? 1_001 : 1_002);
    }

    @ParameterizedTest
    @EnumSource
    void listeners_hearOfAWorkRunInPlaceAsEver(Where where) throws Exception {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger threads = new AtomicInteger();
        final class Noting implements ThreadletListener {
            private volatile @Nullable ThreadletWork inner;

            private void note(ThreadletWork work, String event) {
                if (work.equals(inner)) {
                    events.add(event);
                }
            }

            @Override
            public void submitted(ThreadletWork work) {
                if (work.describe().equals("inner")) {
                    inner = work;
                }
                note(work, "submitted");
            }

            @Override
            public void started(ThreadletWork work, long waitedNanos) {
                note(work, "started " + (waitedNanos >= 0));
            }

            @Override
            public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                note(work, "finished " + (ranNanos >= 0) + " " + failure);
            }

            @Override
            public void dequeued(ThreadletWork work, long waitedNanos) {
                note(work, "dequeued");
            }

            @Override
            public void threadStarted(Thread thread) {
                threads.incrementAndGet();
            }
        }
        final Inside inside = Inside.of(where, queues, new Noting());
        inside.run(() -> {
            final ThreadletFuture<Boolean> future = inside.queue.submit(new Task<>("inner", () -> events.add("body")));
            assertThat(events).containsExactly("submitted");
            assertThat(future.get()).isTrue();
        });
        inside.drain();
        assertThat(events).containsExactly("submitted", "started true", "body", "finished true null");
        assertThat(threads).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofTheFutureOfAWork_runsAndCompletesTheWorkHere(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final List<DequeueResult> taken = new ArrayList<>();
        inside.run(() -> {
            final Probe[] self = new Probe[1];
            self[0] = new Probe("inner", () -> taken.add(inside.queue.dequeue(self[0])));
            final ThreadletFuture<String> future = inside.queue.futureOf(self[0]);
            self[0].then(end -> future.complete("from completed"));
            inside.queue.submit(self[0]);
            assertThat(self[0].state()).isEqualTo(ThreadletWork.State.QUEUED);
            assertThat(future.get()).isEqualTo("from completed");
            assertThat(self[0].state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
            taken.add(inside.queue.dequeue(self[0]));
            assertThat(self[0].runs()).isOne();
            assertThat(self[0].ended)
                    .containsExactly(
                            new Probe.Ended(null, ThreadletWork.State.SUCCEEDED, Thread.currentThread(), false));
        });
        assertThat(taken).containsExactly(DequeueResult.RUNNING, DequeueResult.FINISHED);
    }

    @ParameterizedTest
    @EnumSource
    void get_ofAWorkThatIsSubmittedAgainFromItsCompleted_runsItOnceHere(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Probe work = Probe.named("inner");
        inside.run(() -> {
            final ThreadletFuture<Integer> future = inside.queue.futureOf(work);
            work.then(end -> {
                if (work.runs() == 1) {
                    future.complete(work.runs()); // first: it takes back what is queued
                    inside.queue.submit(work);
                }
            });
            inside.queue.submit(work);
            assertThat(future.get()).isOne();
            assertThat(work.runs()).isOne();
            assertThat(work.ended).hasSize(1);
        });
        inside.drain();
    }

    @Test
    void get_ofAQueuedFuture_freesItsPlaceForASubmitterThatWaits() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(1).onFull(OnFull.BLOCK));
        final Gate full = new Gate();
        final Probe next = Probe.named("next");
        final Inside.Outer<ThreadletWork.State> outer = Inside.onThreadOf(queue).start(() -> {
            final ThreadletFuture<ThreadletWork.State> future = queue.submit(() -> {
                Waits.until("the next one has a place", () -> next.state() == ThreadletWork.State.QUEUED);
                return next.state();
            });
            full.pass();
            return future.get();
        });
        full.awaitEntered();
        final Submitter submitter = Submitter.blockedIn(queue, next);
        full.open();
        assertThat(outer.await()).isEqualTo(ThreadletWork.State.QUEUED);
        submitter.awaitAccepted();
        next.awaitEnd();
    }

    @ParameterizedTest
    @EnumSource
    void get_whereTheWaitingWorkHasAnotherContextClassLoader_startsWithTheQueues(Where where) throws Exception {
        final ClassLoader queues = Thread.currentThread().getContextClassLoader();
        final Inside inside = Inside.of(where, this.queues);
        try (URLClassLoader outers = new URLClassLoader(new URL[0]);
                URLClassLoader inners = new URLClassLoader(new URL[0])) {
            inside.run(() -> {
                final Thread here = Thread.currentThread();
                final ThreadletFuture<ClassLoader> future = inside.queue.submit(() -> {
                    final ClassLoader seen = here.getContextClassLoader();
                    here.setContextClassLoader(inners);
                    return seen;
                });
                here.setContextClassLoader(outers);
                assertThat(future.get()).isSameAs(queues);
                assertThat(here.getContextClassLoader()).isSameAs(outers);
            });
        }
    }
}
