package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Futures that a work waits for as ever: their works are not run in place, and nothing is run meanwhile. */
@Timeout(60)
final class WaitElsewhereTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private static void awaitBlocked(AtomicReference<@Nullable Thread> thread) {
        Waits.until("it waits", () -> {
            final Thread waiter = thread.get();
            return waiter != null
                    && (waiter.getState() == Thread.State.WAITING || waiter.getState() == Thread.State.TIMED_WAITING);
        });
    }

    @ParameterizedTest
    @EnumSource
    void wait_forAWorkThatRunsOnAnotherThread_waitsForItAndRunsNothing(Waiting waiting) throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate gate = new Gate();
        final ThreadletFuture<Thread> running = queue.submit(() -> {
            gate.pass();
            return Thread.currentThread();
        });
        gate.awaitEntered();
        final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        final Inside.Outer<Thread> outer = Inside.onThreadOf(queue).start(() -> {
            waiter.set(Thread.currentThread());
            return waiting.on(running);
        });
        awaitBlocked(waiter);
        final Probe other = Probe.named("other");
        queue.submit(other);
        assertThat(queue.running()).extracting(RunningWork::description).contains("outer");
        assertThat(other.state()).isEqualTo(ThreadletWork.State.QUEUED);
        gate.open();
        assertThat(outer.await()).isNotSameAs(waiter.get());
        other.awaitEnd();
    }

    @Test
    void cancel_ofAWorkThatWaitsForARunningOne_interruptsItAsEver() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate gate = new Gate();
        final ThreadletFuture<Boolean> running = queue.submit(() -> {
            gate.passWithoutInterrupts();
            return Thread.currentThread().isInterrupted();
        });
        gate.awaitEntered();
        final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        final Inside.Outer<String> outer = Inside.onThreadOf(queue).start(() -> {
            waiter.set(Thread.currentThread());
            try {
                return "value " + running.get();
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        awaitBlocked(waiter);
        assertThat(outer.future.cancel(true)).isTrue();
        assertThat(outer.await()).isEqualTo("interrupted");
        gate.open();
        assertThat(running.get(60, TimeUnit.SECONDS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void wait_forAQueuedWorkOfAnotherQueue_leavesItToThatQueue(Waiting waiting) throws Exception {
        final ThreadletQueue other = queues.single("other");
        final Gate busy = Queues.occupy(other);
        final ThreadletFuture<Thread> future = other.submit(Thread::currentThread);
        final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        final Inside.Outer<Thread> outer = Inside.onThreadOf(queues.single("q")).start(() -> {
            waiter.set(Thread.currentThread());
            return waiting.on(future);
        });
        awaitBlocked(waiter);
        assertThat(other.snapshot().queued()).isOne();
        busy.open();
        assertThat(other.owns(outer.await())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void wait_byAThreadThatIsNotTheQueues_leavesItToTheQueue(Waiting waiting) throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Gate busy = Queues.occupy(queue);
        final ThreadletFuture<Thread> future = queue.submit(Thread::currentThread);
        final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        final CompletableFuture<Thread> ran = new CompletableFuture<>();
        Waits.start(() -> {
            waiter.set(Thread.currentThread());
            try {
                ran.complete(waiting.on(future));
            } catch (Throwable thrown) {
                ran.completeExceptionally(thrown);
            }
        });
        awaitBlocked(waiter);
        assertThat(queue.snapshot().queued()).isOne();
        busy.open();
        assertThat(queue.owns(ran.get(60, TimeUnit.SECONDS))).isTrue();
    }

    /** A caller is the queue's only as long as it runs a work of it. */
    @Test
    void join_byACallerThatHasReturnedFromItsWork_leavesItToTheQueue() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(1).onFull(OnFull.CALLER_RUNS));
        final Gate busy = Queues.occupy(queue);
        final ThreadletFuture<Thread> future = queue.submit(Thread::currentThread);
        final Probe own = Probe.named("own");
        final CompletableFuture<Thread> ran = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            queue.submit(own);
            try {
                ran.complete(future.join());
            } catch (Throwable thrown) {
                ran.completeExceptionally(thrown);
            }
        });
        assertThat(own.awaitEnd().thread()).isSameAs(caller);
        Waits.until("it waits", () -> caller.getState() == Thread.State.WAITING);
        assertThat(queue.snapshot().queued()).isOne();
        busy.open();
        assertThat(queue.owns(ran.get(60, TimeUnit.SECONDS))).isTrue();
    }

    @Test
    void join_ofADerivedStageWhoseSourceRunsElsewhere_waitsForIt() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate gate = new Gate();
        final ThreadletFuture<Thread> source = queue.submit(() -> {
            gate.pass();
            return Thread.currentThread();
        });
        gate.awaitEntered();
        final CompletableFuture<Thread> stage = source.thenApply(thread -> thread);
        final AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        final Inside.Outer<Thread> outer = Inside.onThreadOf(queue).start(() -> {
            waiter.set(Thread.currentThread());
            return stage.join();
        });
        awaitBlocked(waiter);
        gate.open();
        assertThat(outer.await()).isNotSameAs(waiter.get());
    }

    /** The derived stage is not taken off the queue, but what it is derived from may be waited for first. */
    @Test
    void join_ofTheSourceAndThenOfItsStage_runsTheSourceHere() throws Exception {
        final Inside inside = Inside.onThreadOf(queues.single("q"));
        inside.run(() -> {
            final ThreadletFuture<Thread> source = inside.queue.submit(Thread::currentThread);
            final CompletableFuture<Boolean> stage = source.thenApply(thread -> thread == Thread.currentThread());
            assertThat(source.join()).isSameAs(Thread.currentThread());
            assertThat(stage.join()).isTrue();
        });
    }
}
