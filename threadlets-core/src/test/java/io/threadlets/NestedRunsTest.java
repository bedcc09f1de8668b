package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Works run by a caller that is itself within a work. */
final class NestedRunsTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private ThreadletQueue callerRuns(ThreadletListener... listeners) {
        final ThreadletQueue.Builder builder =
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS);
        for (ThreadletListener listener : listeners) {
            builder.listener(listener);
        }
        return queues.build(builder);
    }

    @Test
    void cancel_ofTheOuterWorkWhileTheInnerRuns_reachesTheOuterAfterwards() {
        final ThreadletQueue queue = callerRuns();
        final Gate inner = new Gate();
        final List<Boolean> outerSaw = new ArrayList<>();
        final Probe swallowing = new Probe("swallowing", () -> {
            inner.passWithoutInterrupts();
            Thread.interrupted();
        });
        final ThreadletFuture<?> outer = queue.submit(() -> {
            queue.submit(swallowing);
            outerSaw.add(Thread.currentThread().isInterrupted());
        });
        inner.awaitEntered();
        assertThat(outer.cancel(true)).isTrue();
        inner.open();
        Queues.drain(queue);
        assertThat(swallowing.awaitEnd().failure()).isNull();
        assertThat(outerSaw).containsExactly(true);
    }

    @Test
    void cancel_ofTheOuterWorkWhileListenersHearOfTheInner_isNotLost() {
        final Gate hearing = new Gate();
        final ThreadletQueue queue = callerRuns(new ThreadletListener() {
            @Override
            public void started(ThreadletWork work, long waitedNanos) {
                if (work.describe().equals("inner")) {
                    hearing.passWithoutInterrupts();
                }
            }
        });
        final List<Boolean> saw = new ArrayList<>();
        final Probe inner =
                new Probe("inner", () -> saw.add(Thread.currentThread().isInterrupted()));
        final ThreadletFuture<?> outer = queue.submit(() -> {
            queue.submit(inner);
            saw.add(Thread.currentThread().isInterrupted());
        });
        hearing.awaitEntered();
        assertThat(outer.cancel(true)).isTrue();
        hearing.open();
        Queues.drain(queue);
        assertThat(saw).containsExactly(false, true);
    }

    @Test
    void cancel_ofTheInnerWork_isNotSeenByTheOuter() {
        final ThreadletQueue queue = callerRuns();
        final List<String> saw = new ArrayList<>();
        final ThreadletFuture<?> outer = queue.submit(() -> {
            final Probe[] self = new Probe[1];
            self[0] = new Probe("inner", () -> {
                self[0].interruptForCancel();
                saw.add("inner " + Thread.currentThread().isInterrupted());
            });
            queue.submit(self[0]);
            saw.add("outer " + Thread.currentThread().isInterrupted());
        });
        assertThat(outer.join()).isNull();
        assertThat(saw).containsExactly("inner true", "outer false");
    }

    @Test
    void submit_fromCompletedInTheCaller_needsNoStack() {
        final ThreadletQueue queue = callerRuns();
        Queues.occupy(queue);
        final int times = 50_000;
        final AtomicInteger left = new AtomicInteger(times);
        final Probe work = Probe.named("work");
        work.then(end -> {
            if (left.decrementAndGet() > 0) {
                queue.submit(work);
            }
        });
        queue.submit(work);
        assertThat(left).hasValue(0);
        assertThat(work.runs()).isEqualTo(times);
        assertThat(work.ended)
                .hasSize(times)
                .allSatisfy(end -> assertThat(end.thread()).isSameAs(Thread.currentThread()));
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
    }

    @Test
    void submit_ofAnotherWorkFromCompletedInTheCaller_runsThatAfterwards() {
        final List<String> events = new ArrayList<>();
        final ThreadletQueue queue = callerRuns(new ThreadletListener() {
            @Override
            public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                events.add(work.describe());
            }
        });
        Queues.occupy(queue);
        final Probe second = Probe.named("second");
        final Probe first = Probe.named("first").then(end -> {
            queue.submit(second);
            events.add("first completed");
        });
        queue.submit(first);
        assertThat(events).containsExactly("first", "first completed", "second");
        assertThat(queue.running()).hasSize(1);
    }

    @Test
    void running_whileRunsNest_listsBothOnTheSameThread() {
        final ThreadletQueue queue = callerRuns();
        final List<RunningWork> seen = new ArrayList<>();
        final Probe inner = new Probe("inner", () -> seen.addAll(queue.running()));
        queue.submit(new Probe("outer", () -> queue.submit(inner)));
        inner.awaitEnd();
        assertThat(seen).extracting(RunningWork::description).containsExactly("outer", "inner");
        assertThat(seen.get(0).thread()).isSameAs(seen.get(1).thread());
    }
}
