package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners hear, when, with which times, and that none of them can do harm. */
final class ThreadletListenerTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** Notes what it hears, as words. */
    private static final class Noting implements ThreadletListener {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());
        final Map<ThreadletWork, List<String>> ofWorks = new ConcurrentHashMap<>();
        final List<Thread> started = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> stopped = Collections.synchronizedList(new ArrayList<>());

        void note(ThreadletWork work, String event) {
            events.add(work.describe() + " " + event);
            ofWorks.computeIfAbsent(work, w -> Collections.synchronizedList(new ArrayList<>()))
                    .add(event);
        }

        @Override
        public void submitted(ThreadletWork work) {
            note(work, "submitted");
        }

        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            note(work, "started " + waitedNanos);
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            note(work, "finished " + ranNanos + " " + (failure == null ? "well" : failure.getMessage()));
        }

        @Override
        public void dequeued(ThreadletWork work, long waitedNanos) {
            note(work, "dequeued " + waitedNanos);
        }

        @Override
        public void rejected(ThreadletWork work, ThreadletRejectedException why) {
            note(work, "rejected " + why.reason());
        }

        @Override
        public void threadStarted(Thread thread) {
            assertThat(thread).isSameAs(Thread.currentThread());
            started.add(thread);
        }

        @Override
        public void threadStopped(Thread thread) {
            assertThat(thread).isSameAs(Thread.currentThread());
            stopped.add(thread);
        }
    }

    /** Throws whatever it hears. */
    private static final class Throwing implements ThreadletListener {
        final AtomicLong thrown = new AtomicLong();

        private void fail() {
            final long count = thrown.incrementAndGet();
            if (count % 2 == 0) {
                throw new AssertionError("listener " + count);
            }
            throw new IllegalStateException("listener " + count);
        }

        @Override
        public void submitted(ThreadletWork work) {
            fail();
        }

        @Override
        public void started(ThreadletWork work, long waitedNanos) {
            fail();
        }

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            fail();
        }

        @Override
        public void dequeued(ThreadletWork work, long waitedNanos) {
            fail();
        }

        @Override
        public void rejected(ThreadletWork work, ThreadletRejectedException why) {
            fail();
        }

        @Override
        public void threadStarted(Thread thread) {
            fail();
        }

        @Override
        public void threadStopped(Thread thread) {
            fail();
        }
    }

    private static ThreadletQueue.Builder clocked(String name, AtomicLong clock, ThreadletListener... listeners) {
        final ThreadletQueue.Builder builder = ThreadletQueue.builder(name).maxThreads(1);
        builder.settings.nanoTime = clock::get;
        for (ThreadletListener listener : listeners) {
            builder.listener(listener);
        }
        return builder;
    }

    // ---- order ----

    @Test
    void events_ofQuickWorks_comeInOrderForEach() {
        final Noting noting = new Noting();
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(3).times(false).listener(noting));
        final List<Probe> works = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            final Probe work = Probe.named("work");
            work.then(end -> noting.note(work, "completed"));
            works.add(work);
            queue.submit(work);
        }
        Queues.drain(queue);
        assertThat(works)
                .allSatisfy(work -> assertThat(noting.ofWorks.get(work))
                        .containsExactly("submitted", "started 0", "finished 0 well", "completed"));
    }

    @Test
    void submitted_whileListenersHearOfIt_keepsTheWorkFromStarting() {
        final Gate hearing = new Gate();
        final Noting noting = new Noting();
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q")
                .minThreads(1)
                .maxThreads(2)
                .prestart(true)
                .listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work) {
                        if (work.describe().equals("slow to announce")) {
                            hearing.passWithoutInterrupts();
                        }
                    }
                })
                .listener(noting));
        final CountDownLatch ran = new CountDownLatch(1);
        final Probe work = new Probe("slow to announce", ran::countDown);
        final Thread submitter = Waits.start(() -> queue.submit(work));
        hearing.awaitEntered();
        assertThat(Waits.opensTooEarly(ran))
                .as("the work ran before its submission was announced")
                .isFalse();
        final Probe other = Probe.named("other");
        queue.submit(other);
        assertThat(other.awaitEnd().failure())
                .as("another submission meanwhile")
                .isNull();
        hearing.open();
        Waits.join(submitter);
        work.awaitEnd();
        assertThat(noting.ofWorks.get(work)).first().isEqualTo("submitted");
    }

    @Test
    void events_ofAWorkRunByItsCaller_comeInOrder() {
        final Noting noting = new Noting();
        final AtomicLong clock = new AtomicLong(7);
        final ThreadletQueue queue =
                queues.build(clocked("q", clock, noting).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Probe work = new Probe("work", () -> clock.addAndGet(5));
        queue.submit(work);
        assertThat(noting.ofWorks.get(work)).containsExactly("submitted", "started 0", "finished 5 well");
    }

    @Test
    void events_ofADequeuedWork_areSubmittedAndDequeuedBeforeItsCompletion() {
        final Noting noting = new Noting();
        final AtomicLong clock = new AtomicLong();
        final ThreadletQueue queue = queues.build(clocked("q", clock, noting));
        Queues.occupy(queue);
        final Probe dequeued = Probe.named("dequeued");
        dequeued.then(end -> noting.note(dequeued, "completed"));
        final Probe stopped = Probe.named("stopped");
        queue.submit(dequeued);
        queue.submit(stopped);
        clock.addAndGet(300);
        queue.dequeue(dequeued);
        clock.addAndGet(40);
        queue.shutdownNow();
        assertThat(noting.ofWorks.get(dequeued)).containsExactly("submitted", "dequeued 300", "completed");
        assertThat(noting.ofWorks.get(stopped)).containsExactly("submitted", "dequeued 340");
    }

    @Test
    void events_ofARejectedWork_areThatItWasRejected() {
        final Noting noting = new Noting();
        final ThreadletQueue queue =
                queues.build(clocked("q", new AtomicLong(), noting).capacity(0));
        Queues.occupy(queue);
        final Probe work = Probe.named("work");
        assertThatThrownBy(() -> queue.submit(work)).isInstanceOf(ThreadletRejectedException.class);
        queue.shutdown();
        assertThatThrownBy(() -> queue.submit(work)).isInstanceOf(ThreadletRejectedException.class);
        assertThat(noting.ofWorks.get(work)).containsExactly("rejected FULL", "rejected SHUTDOWN");
        assertThat(queue.snapshot().rejected()).isEqualTo(2);
    }

    @Test
    void rejected_getsTheExceptionThatTheSubmitterGets() {
        final List<Throwable> heard = new ArrayList<>();
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q").listener(new ThreadletListener() {
            @Override
            public void rejected(ThreadletWork work, ThreadletRejectedException why) {
                heard.add(why);
            }
        }));
        queue.shutdown();
        assertThatThrownBy(() -> queue.submit(Probe.named("work")))
                .satisfies(thrown -> assertThat(heard).containsExactly(thrown));
    }

    @Test
    void finished_ofAWorkThatThrew_comesWithTheFailureInAFinalState() {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {
                    @Override
                    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                        heard.add(work.state() + " " + failure);
                    }
                }));
        queue.submit(Probe.failing("bad", new CancellationException("given up")));
        queue.submit(Probe.named("good"));
        Queues.drain(queue);
        assertThat(heard).containsExactly("FAILED " + new CancellationException("given up"), "SUCCEEDED null");
    }

    @Test
    void threads_startAndStopInPairs() {
        final Noting noting = new Noting();
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(4).listener(noting));
        final List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gates.add(Queues.occupy(queue));
        }
        assertThat(noting.started).hasSize(4).doesNotHaveDuplicates();
        assertThat(noting.stopped).isEmpty();
        gates.forEach(Gate::open);
        Queues.drain(queue);
        assertThat(noting.stopped).containsExactlyInAnyOrderElementsOf(noting.started);
    }

    // ---- listeners that do harm ----

    @Test
    void listener_thatThrows_harmsNothingAndIsReported() {
        final Throwing throwing = new Throwing();
        final Noting noting = new Noting();
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q")
                .maxThreads(1)
                .capacity(1)
                .listener(throwing)
                .listener(noting));
        final Gate gate = new Gate();
        final Probe first = new Probe("first", gate::pass);
        final Probe second = Probe.named("second");
        queue.submit(first);
        gate.awaitEntered();
        queue.submit(second);
        assertThatThrownBy(() -> queue.submit(Probe.named("third"))).isInstanceOf(ThreadletRejectedException.class);
        assertThat(queue.dequeue(second)).isEqualTo(DequeueResult.DEQUEUED);
        gate.open();
        assertThat(first.awaitEnd().failure()).isNull();
        queue.submit(second);
        assertThat(second.awaitEnd().state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        assertThat(second.awaitEnd().failure()).isNull();
        Queues.drain(queue);
        // 3 submissions, 2 starts, 2 ends, 1 dequeued, 1 rejected, 1 thread that began and ended
        assertThat(throwing.thrown).hasValue(11);
        for (int i = 0; i < 11; i++) {
            assertThat(queues.takeUncaught().failure()).hasMessageStartingWith("listener ");
        }
        assertThat(noting.events).hasSize(9);
        assertThat(noting.started).hasSize(1);
        assertThat(noting.stopped).hasSize(1);
    }

    @Test
    void listeners_areCalledInTheOrderInWhichTheyWereAdded() {
        final List<String> order = Collections.synchronizedList(new ArrayList<>());
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("q");
        for (String name : List.of("one", "two", "three")) {
            builder.listener(new ThreadletListener() {
                @Override
                public void submitted(ThreadletWork work) {
                    order.add(name);
                }
            });
        }
        queues.build(builder).submit(Probe.named("work"));
        assertThat(order).containsExactly("one", "two", "three");
    }

    @Test
    void listener_thatImplementsNothing_isFine() {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).listener(new ThreadletListener() {}));
        final Gate gate = Queues.occupy(queue);
        assertThatThrownBy(() -> queue.submit(Probe.named("work"))).isInstanceOf(ThreadletRejectedException.class);
        gate.open();
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    // ---- times ----

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, -5_000, Long.MAX_VALUE - 4_000})
    void times_fromTheClock_areExactAlsoWhereItWraps(long start) {
        final Noting noting = new Noting();
        final AtomicLong clock = new AtomicLong(start);
        final ThreadletQueue queue = queues.build(clocked("q", clock, noting));
        queue.pause();
        final Probe first = new Probe("first", () -> clock.addAndGet(700));
        final Probe second = new Probe("second", () -> {
            clock.addAndGet(50);
            throw new Exception("no");
        });
        queue.submit(first);
        clock.addAndGet(4_000);
        queue.submit(second);
        clock.addAndGet(20_000);
        queue.resume();
        Queues.drain(queue);
        assertThat(noting.ofWorks.get(first)).containsExactly("submitted", "started 24000", "finished 700 well");
        assertThat(noting.ofWorks.get(second)).containsExactly("submitted", "started 20700", "finished 50 no");
    }

    @Test
    void times_switchedOffWithAListener_areZero() {
        final Noting noting = new Noting();
        final AtomicLong clock = new AtomicLong();
        final ThreadletQueue queue = queues.build(clocked("q", clock, noting).times(false));
        queue.pause();
        final Probe work = new Probe("work", () -> clock.addAndGet(700));
        queue.submit(work);
        clock.addAndGet(4_000);
        queue.dequeue(work);
        queue.submit(work);
        clock.addAndGet(4_000);
        queue.resume();
        Queues.drain(queue);
        assertThat(noting.ofWorks.get(work))
                .containsExactly("submitted", "dequeued 0", "submitted", "started 0", "finished 0 well");
    }
}
