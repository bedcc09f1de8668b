package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletWork.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thread that is in {@code completed}, or runs stages of a future, is not free yet. */
@Timeout(60)
final class BusyInCompletedTest {
    @RegisterExtension
    final Queues queues = new Queues();

    /** Works whose {@code completed} passes a gate, and notes an interrupt. */
    private final Gate completing = new Gate();

    private final List<String> interrupted = Collections.synchronizedList(new ArrayList<>());

    private void passNoting(Gate gate, String name) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            interrupted.add(name);
        }
    }

    private Probe completing(String name) {
        return Probe.named(name).then(end -> passNoting(completing, name + " in completed"));
    }

    private static List<String> listed(ThreadletQueue queue) {
        return queue.running().stream().map(RunningWork::description).toList();
    }

    // ---- what is listed ----

    @Test
    void running_whileAThreadIsInCompleted_listsItUntilThatHasReturned() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = completing("work");
        queue.submit(work);
        completing.awaitEntered();
        final Probe.Ended end = work.awaitEnd();
        assertThat(work.state()).isEqualTo(State.SUCCEEDED);
        assertThat(queue.running()).singleElement().satisfies(running -> {
            assertThat(running.work()).isSameAs(work);
            assertThat(running.description()).isEqualTo("work");
            assertThat(running.thread()).isSameAs(end.thread());
            assertThat(running.since()).isNull();
            assertThat(running.waited()).isNull();
            assertThat(running.elapsed()).isNull();
        });
        assertThat(queue.snapshot().idle()).isZero();
        assertThat(queue.snapshot().succeeded()).isOne();
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.FINISHED);
        completing.open();
        Waits.until("nothing is listed", () -> queue.running().isEmpty());
    }

    @Test
    void running_afterABodyThatThrew_listsTheThreadThatIsInCompleted() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(Probe.failing("bad", new Exception("planned")).then(end -> passNoting(completing, "bad")));
        completing.awaitEntered();
        assertThat(listed(queue)).containsExactly("bad");
        completing.open();
    }

    @Test
    void running_whileAThreadRunsStages_listsIt() {
        final ThreadletQueue queue = queues.single("q");
        final Gate body = new Gate();
        final CompletableFuture<Void> stage = queue.submit(new Task<>("work", body.callable("value")))
                .thenAccept(value -> passNoting(completing, "stage"));
        body.open();
        completing.awaitEntered();
        assertThat(queue.running())
                .singleElement()
                .satisfies(running -> assertThat(queue.owns(running.thread())).isTrue());
        completing.open();
        stage.join();
        Waits.until("nothing is listed", () -> queue.running().isEmpty());
    }

    @Test
    void running_whileAHomeOnTheSameThreadCompletes_listsIt() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(completing("work"), Runnable::run);
        completing.awaitEntered();
        assertThat(listed(queue)).containsExactly("work");
        completing.open();
    }

    @Test
    void running_whileAHomeElsewhereCompletes_doesNotListIt() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(completing("work"), Waits::start);
        completing.awaitEntered();
        Waits.until("the thread is free", () -> queue.running().isEmpty());
        completing.open();
    }

    @Test
    void running_ofADequeuedWorkInCompleted_doesNotListItsDequeuer() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final List<String> seen = new ArrayList<>();
        final Probe work = Probe.named("work").then(end -> seen.addAll(listed(queue)));
        queue.submit(work);
        assertThat(queue.dequeue(work)).isEqualTo(DequeueResult.DEQUEUED);
        assertThat(seen).containsExactly("occupant");
    }

    @Test
    void running_ofAThreadInCompleted_hasTimesFromTheStartOfTheBody() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).times(true));
        final long[] inBody = new long[1];
        final Probe work = new Probe("work", () -> {
            inBody[0] = System.nanoTime();
            Waits.spin(() -> System.nanoTime() - inBody[0] > 2_000_000);
        });
        work.then(end -> passNoting(completing, "work"));
        queue.submit(work);
        completing.awaitEntered();
        final long sinceBody = System.nanoTime() - inBody[0];
        final RunningWork running = queue.running().get(0);
        assertThat(Objects.requireNonNull(running.elapsed())).isGreaterThanOrEqualTo(Duration.ofNanos(sinceBody));
        assertThat(running.since()).isNotNull();
        assertThat(running.waited()).isNotNull();
        completing.open();
    }

    // ---- the work is submitted again from there ----

    @Test
    void running_whereTheWorkIsQueuedAgain_listsItsThreadOnce() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.named("work");
        work.then(end -> {
            if (work.runs() == 1) {
                queue.submit(work);
                passNoting(completing, "first");
            }
        });
        queue.submit(work);
        completing.awaitEntered();
        assertThat(work.state()).isEqualTo(State.QUEUED);
        assertThat(listed(queue)).containsExactly("work");
        assertThat(queue.queued(9)).extracting(QueuedWork::work).containsExactly(work);
        completing.open();
        Queues.drain(queue);
        assertThat(work.runs()).isEqualTo(2);
    }

    @Test
    void running_whereTheWorkRunsAgainOnAnotherThread_listsEachThreadOnce() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate again = new Gate();
        final AtomicInteger runs = new AtomicInteger();
        final Probe work = new Probe("work", () -> {
            if (runs.incrementAndGet() == 2) {
                again.pass();
            }
        });
        work.then(end -> {
            if (runs.get() == 1) {
                queue.submit(work);
                passNoting(completing, "first");
            }
        });
        queue.submit(work);
        completing.awaitEntered();
        again.awaitEntered();
        assertThat(queue.running())
                .hasSize(2)
                .allSatisfy(running -> assertThat(running.work()).isSameAs(work));
        assertThat(queue.running()).extracting(RunningWork::thread).doesNotHaveDuplicates();
        completing.open();
        Waits.until("one thread is free", () -> queue.running().size() == 1);
        again.open();
    }

    @Test
    void shutdownNow_whereTheWorkRunsOnAnotherQueueMeanwhile_interruptsItsOwnThreadAlone() {
        final ThreadletQueue queue = queues.single("q");
        final ThreadletQueue other = queues.single("other");
        final Gate again = new Gate();
        final AtomicInteger runs = new AtomicInteger();
        final Probe work = new Probe("work", () -> {
            if (runs.incrementAndGet() == 2) {
                again.passWithoutInterrupts();
                interrupted.add("on the other queue: " + Thread.currentThread().isInterrupted());
            }
        });
        work.then(end -> {
            if (runs.get() == 1) {
                other.submit(work);
                passNoting(completing, "first in completed");
            }
        });
        queue.submit(work);
        completing.awaitEntered();
        again.awaitEntered();
        assertThat(listed(queue)).containsExactly("work");
        assertThat(listed(other)).containsExactly("work");
        assertThat(queue.shutdownNow()).isEmpty();
        Queues.awaitTermination(queue);
        again.open();
        Queues.drain(other);
        assertThat(interrupted).containsExactly("first in completed", "on the other queue: false");
    }

    @Test
    void shutdownNow_whereTheWorkIsQueuedAgain_returnsItAndInterruptsTheThread() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.named("work");
        work.then(end -> {
            if (end.state() == State.SUCCEEDED) {
                queue.submit(work);
                passNoting(completing, "first in completed");
            }
        });
        queue.submit(work);
        completing.awaitEntered();
        assertThat(queue.shutdownNow()).containsExactly(work);
        Queues.awaitTermination(queue);
        assertThat(interrupted).containsExactly("first in completed");
        assertThat(work.runs()).isOne();
        assertThat(work.ended).hasSize(2);
    }

    @Test
    void cancel_whereTheWorkRunsAgain_doesNotReachTheThreadInCompleted() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate again = new Gate();
        final AtomicInteger runs = new AtomicInteger();
        final Probe work = new Probe("work", () -> {
            if (runs.incrementAndGet() == 2) {
                passNoting(again, "second body");
            }
        });
        final ThreadletFuture<String> future = queue.futureOf(work);
        work.then(end -> {
            if (runs.get() == 1) {
                queue.submit(work);
                passNoting(completing, "first in completed");
            }
        });
        queue.submit(work);
        completing.awaitEntered();
        again.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        Waits.until("the second run has ended", () -> work.ended.size() == 2);
        completing.open();
        Queues.drain(queue);
        assertThat(interrupted).containsExactly("second body");
    }

    // ---- shutdownNow ----

    @Test
    void shutdownNow_whileAThreadIsInCompleted_interruptsIt() {
        final ThreadletQueue queue = queues.single("q");
        queue.submit(completing("work"));
        completing.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        Queues.awaitTermination(queue);
        assertThat(interrupted).containsExactly("work in completed");
    }

    @Test
    void shutdownNow_whileAThreadRunsStages_interruptsIt() {
        final ThreadletQueue queue = queues.single("q");
        final Gate body = new Gate();
        final CompletableFuture<Void> stage =
                queue.submit(body.callable("value")).thenAccept(value -> passNoting(completing, "stage"));
        body.open();
        completing.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        Queues.awaitTermination(queue);
        assertThat(interrupted).containsExactly("stage");
        assertThat(stage).isCompleted();
    }

    @Test
    void cancel_whileTheThreadIsInCompleted_doesNotInterruptIt() {
        final ThreadletQueue queue = queues.single("q");
        final Probe work = Probe.named("work");
        final ThreadletFuture<String> future = queue.futureOf(work);
        work.then(end -> {
            completing.passWithoutInterrupts();
            interrupted.add("in completed: " + Thread.currentThread().isInterrupted());
        });
        queue.submit(work);
        completing.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        completing.open();
        Queues.drain(queue);
        assertThat(interrupted).containsExactly("in completed: false");
    }

    @Test
    void shutdownNow_ofAThreadInCompleted_isNotSeenByAWorkThatItRunsForAnotherQueue() {
        final ThreadletQueue other = queues.build(
                ThreadletQueue.builder("other").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(other);
        final ThreadletQueue queue = queues.single("q");
        queue.submit(Probe.named("work").then(end -> {
            completing.passWithoutInterrupts();
            other.submit(new Probe(
                    "other's",
                    () -> interrupted.add("other's: " + Thread.currentThread().isInterrupted())));
            interrupted.add("own: " + Thread.currentThread().isInterrupted());
        }));
        completing.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        completing.open();
        Queues.awaitTermination(queue);
        assertThat(interrupted).containsExactly("other's: false", "own: true");
    }

    @Test
    void isTerminated_whileAThreadIsInCompleted_isFalseAndItIsTheQueues() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Gate unmoved = new Gate();
        final Probe work = Probe.named("work").then(end -> unmoved.passWithoutInterrupts());
        queue.submit(work);
        final Thread thread = work.awaitEnd().thread();
        unmoved.awaitEntered();
        assertThat(queue.owns(thread)).isTrue();
        assertThat(queue.shutdownNow()).isEmpty();
        assertThat(queue.owns(thread)).isTrue();
        assertThat(queue.isTerminated()).isFalse();
        assertThat(queue.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThat(listed(queue)).containsExactly("work");
        unmoved.open();
        Queues.awaitTermination(queue);
        assertThat(queue.isTerminated()).isTrue();
        assertThat(queue.running()).isEmpty();
    }
}
