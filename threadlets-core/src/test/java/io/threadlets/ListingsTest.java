package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code running()} and {@code queued(limit)}. */
final class ListingsTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static ThreadletQueue.Builder clocked(AtomicLong clock) {
        final ThreadletQueue.Builder builder =
                ThreadletQueue.builder("q").maxThreads(2).times(true);
        builder.settings.nanoTime = clock::get;
        return builder;
    }

    private static Gate run(ThreadletQueue queue, String name) {
        final Gate gate = new Gate();
        queue.submit(new Probe(name, gate::pass));
        gate.awaitEntered();
        return gate;
    }

    // ---- running ----

    @Test
    void running_listsTheLongestFirstWithItsThreadAndTimes() {
        final AtomicLong clock = new AtomicLong(-77);
        final ThreadletQueue queue = queues.build(clocked(clock));
        queue.pause();
        final Gate gate = new Gate();
        final Probe old = new Probe("old", gate::pass);
        queue.submit(old);
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        queue.resume();
        gate.awaitEntered();
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        run(queue, "young");
        clock.addAndGet(Duration.ofSeconds(7).toNanos());
        final Instant before = Instant.now();
        final List<RunningWork> running = queue.running();
        final Instant after = Instant.now();
        assertThat(running).extracting(RunningWork::description).containsExactly("old", "young");
        final RunningWork first = running.get(0);
        assertThat(first.work()).isSameAs(old);
        assertThat(first.waited()).isEqualTo(Duration.ofSeconds(3));
        assertThat(first.elapsed()).isEqualTo(Duration.ofSeconds(12));
        assertThat(first.since()).isBetween(before.minusSeconds(12), after.minusSeconds(12));
        assertThat(running.get(1).waited()).isEqualTo(Duration.ZERO);
        assertThat(running.get(1).elapsed()).isEqualTo(Duration.ofSeconds(7));
        gate.open();
        assertThat(old.awaitEnd().thread()).isSameAs(first.thread());
        Waits.until("the first is free", () -> queue.running().size() == 1);
        assertThat(queue.running()).extracting(RunningWork::description).containsExactly("young");
    }

    @Test
    void running_ofAnIdleQueue_isEmpty() {
        final ThreadletQueue queue = queues.single("q");
        assertThat(queue.running()).isEmpty();
        final Probe work = Probe.named("work");
        queue.submit(work);
        work.awaitEnd();
        Waits.until("nothing is listed", () -> queue.running().isEmpty());
    }

    @Test
    void running_withinCompleted_listsItsThread() {
        final ThreadletQueue queue = queues.single("q");
        final List<RunningWork> seen = new ArrayList<>();
        final Probe work = Probe.named("work").then(end -> seen.addAll(queue.running()));
        queue.submit(work);
        Queues.drain(queue);
        assertThat(seen).singleElement().satisfies(one -> {
            assertThat(one.work()).isSameAs(work);
            assertThat(one.thread()).isSameAs(work.awaitEnd().thread());
        });
    }

    @Test
    void running_listsWorksThatTheirCallersRun() {
        final AtomicLong clock = new AtomicLong();
        final ThreadletQueue queue =
                queues.build(clocked(clock).maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        run(queue, "occupant");
        clock.addAndGet(9);
        final List<RunningWork> seen = new ArrayList<>();
        final Probe own = new Probe("own", () -> seen.addAll(queue.running()));
        queue.submit(own);
        assertThat(seen).extracting(RunningWork::description).containsExactly("occupant", "own");
        assertThat(seen.get(1).thread()).isSameAs(Thread.currentThread());
        assertThat(seen.get(1).work()).isSameAs(own);
        assertThat(seen.get(1).waited()).isEqualTo(Duration.ZERO);
        assertThat(queue.running()).hasSize(1);
    }

    @Test
    void running_whereTimesAreOff_hasNullTimes() {
        final ThreadletQueue queue = queues.single("q");
        run(queue, "work");
        assertThat(queue.running()).singleElement().satisfies(one -> {
            assertThat(one.description()).isEqualTo("work");
            assertThat(one.thread().getName()).startsWith("q-");
            assertThat(one.since()).isNull();
            assertThat(one.waited()).isNull();
            assertThat(one.elapsed()).isNull();
        });
    }

    @Test
    void listings_withAListenerButTimesOff_haveNullTimes() {
        final ThreadletQueue queue = queues.build(ThreadletQueue.builder("q")
                .maxThreads(1)
                .listener(new ThreadletListener() {})
                .times(false));
        run(queue, "running");
        queue.submit(Probe.named("queued"));
        assertThat(queue.running().get(0).elapsed()).isNull();
        assertThat(queue.queued(1).get(0).age()).isNull();
    }

    @Test
    void listings_withAListener_haveTimesByDefault() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).listener(new ThreadletListener() {}));
        run(queue, "running");
        queue.submit(Probe.named("queued"));
        assertThat(queue.running().get(0).since()).isNotNull();
        assertThat(queue.queued(1).get(0).since()).isNotNull();
    }

    // ---- queued ----

    @Test
    void queued_listsTheOldestFirstWithTheirAges() {
        final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
        final ThreadletQueue queue = queues.build(clocked(clock).maxThreads(1));
        run(queue, "occupant");
        final Probe old = Probe.named("old");
        queue.submit(old);
        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        queue.submit(Probe.named("young"));
        clock.addAndGet(Duration.ofSeconds(12).toNanos());
        final Instant before = Instant.now();
        final List<QueuedWork> queued = queue.queued(10);
        final Instant after = Instant.now();
        assertThat(queued).extracting(QueuedWork::description).containsExactly("old", "young");
        assertThat(queued.get(0).work()).isSameAs(old);
        assertThat(queued).extracting(QueuedWork::age).containsExactly(Duration.ofSeconds(42), Duration.ofSeconds(12));
        assertThat(queued.get(0).since()).isBetween(before.minusSeconds(42), after.minusSeconds(42));
    }

    @Test
    void queued_withALimit_listsNoMore() {
        final ThreadletQueue queue = queues.single("q");
        run(queue, "occupant");
        for (String name : List.of("a", "b", "c")) {
            queue.submit(Probe.named(name));
        }
        assertThat(queue.queued(0)).isEmpty();
        assertThat(queue.queued(2)).extracting(QueuedWork::description).containsExactly("a", "b");
        assertThat(queue.queued(Integer.MAX_VALUE)).hasSize(3);
        assertThat(queue.queued(1)).singleElement().satisfies(one -> {
            assertThat(one.since()).isNull();
            assertThat(one.age()).isNull();
        });
    }

    @Test
    void queued_withANegativeLimit_givesTheRuleAndTheValue() {
        final ThreadletQueue queue = queues.single("q");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.queued(-3))
                .withMessageContainingAll("limit", ">= 0", "-3");
    }

    @Test
    void queued_doesNotListWhatRunsOrWasTakenBackOrHasEnded() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = run(queue, "occupant");
        final Probe gone = Probe.named("gone");
        queue.submit(gone);
        queue.submit(Probe.named("stays"));
        queue.dequeue(gone);
        assertThat(queue.queued(9)).extracting(QueuedWork::description).containsExactly("stays");
        queue.submit(gone);
        assertThat(queue.queued(9)).extracting(QueuedWork::description).containsExactly("stays", "gone");
        gate.open();
        Queues.drain(queue);
        assertThat(queue.queued(9)).isEmpty();
    }

    @Test
    void queued_agreesWithTheSnapshot() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        for (int i = 0; i < 20; i++) {
            queue.submit(Probe.named("work " + i));
            assertThat(queue.queued(100)).hasSize(queue.snapshot().queued()).hasSize(i + 1);
        }
    }

    @Test
    void listings_thatWereGiven_doNotChange() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = run(queue, "occupant");
        queue.submit(Probe.named("next"));
        final List<RunningWork> running = queue.running();
        final List<QueuedWork> queued = queue.queued(9);
        gate.open();
        Queues.drain(queue);
        assertThat(running).hasSize(1);
        assertThat(queued).hasSize(1);
    }
}
