package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code invokeAll} and {@code invokeAny} of more tasks than a queue has room for, where their callers wait for room or
 * run the tasks themselves: that ends no later than they want.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BulkWithoutRoomTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private final AtomicInteger runs = new AtomicInteger();
    private final Callable<Integer> task = runs::incrementAndGet;

    private ThreadletQueue small(OnFull policy, int capacity) {
        return queues.build(builder(policy, capacity));
    }

    private static ThreadletQueue.Builder builder(OnFull policy, int capacity) {
        return ThreadletQueue.builder("q").maxThreads(1).capacity(capacity).onFull(policy);
    }

    private interface Bulk {
        void run() throws Exception;
    }

    private static CompletableFuture<Throwable> interruptOnceItWaits(Bulk bulk) {
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                bulk.run();
                thrown.complete(new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(Thread.currentThread().isInterrupted() ? new AssertionError("still interrupted") : e);
            }
        });
        Waits.until("the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
        caller.interrupt();
        return thrown;
    }

    // ---- OnFull.BLOCK ----

    @Test
    void invokeAll_thatTimesOutWhileItWaitsForRoom_cancelsAll() throws Exception {
        final ThreadletQueue queue = small(OnFull.BLOCK, 1);
        Queues.occupy(queue);
        final List<Future<Integer>> futures =
                queue.executor().invokeAll(List.of(task, task, task), 50, TimeUnit.MILLISECONDS);
        assertThat(futures).hasSize(3).allMatch(Future::isCancelled);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().submitted()).isEqualTo(2);
        assertThat(queue.snapshot().rejected()).isOne();
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAny_thatTimesOutWhileItWaitsForRoom_cancelsAll() {
        final ThreadletQueue queue = small(OnFull.BLOCK, 1);
        Queues.occupy(queue);
        assertThatThrownBy(() -> queue.executor().invokeAny(List.of(task, task, task), 50, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAll_interruptedWhileItWaitsForRoom_throwsThatAndCancelsAll() {
        final ThreadletQueue queue = small(OnFull.BLOCK, 1);
        Queues.occupy(queue);
        assertThat(interruptOnceItWaits(() -> queue.executor().invokeAll(List.of(task, task, task)))
                        .join())
                .isInstanceOf(InterruptedException.class);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().dequeued()).isOne();
    }

    @Test
    void invokeAny_interruptedWhileItWaitsForRoom_throwsThatAndCancelsAll() {
        final ThreadletQueue queue = small(OnFull.BLOCK, 0);
        Queues.occupy(queue);
        assertThat(interruptOnceItWaits(() -> queue.executor().invokeAny(List.of(task, task)))
                        .join())
                .isInstanceOf(InterruptedException.class);
        assertThat(queue.snapshot().rejected()).isOne();
    }

    @Test
    void invokeAny_whereATaskSucceedsWhileItWaitsForRoom_givesThatAtOnce() throws Exception {
        final Gate first = new Gate();
        final ThreadletQueue queue = queues.build(builder(OnFull.BLOCK, 1).maxThreads(2));
        final Gate second = new Gate();
        final CompletableFuture<Integer> value = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                value.complete(queue.executor()
                        .invokeAny(List.of(first.callable(1), second.callable(2), second.callable(3), task)));
            } catch (Throwable e) {
                value.completeExceptionally(e);
            }
        });
        first.awaitEntered();
        second.awaitEntered();
        queue.pause(); // so that no room comes with the success
        Waits.until("the caller waits for room", () -> caller.getState() == Thread.State.TIMED_WAITING);
        first.open();
        assertThat(value.get()).isEqualTo(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAll_whereRoomComes_runsAllOfIt() throws Exception {
        final ThreadletQueue queue = small(OnFull.BLOCK, 0);
        assertThat(queue.executor().invokeAll(List.of(task, task, task))).hasSize(3);
        assertThat(queue.executor().invokeAll(List.of(task, task, task), 1, TimeUnit.HOURS))
                .hasSize(3);
        assertThat(runs).hasValue(6);
    }

    @Test
    void invokeAll_shutDownWhileItWaitsForRoom_isRejected() {
        final ThreadletQueue queue = small(OnFull.BLOCK, 1);
        final Gate occupant = Queues.occupy(queue);
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                queue.executor().invokeAll(List.of(task, task));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        Waits.until("the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
        queue.shutdown();
        assertThat(thrown.join())
                .isInstanceOfSatisfying(
                        ThreadletRejectedException.class,
                        rejection ->
                                assertThat(rejection.reason()).isEqualTo(ThreadletRejectedException.Reason.SHUTDOWN));
        occupant.open();
    }

    // ---- OnFull.CALLER_RUNS ----

    @Test
    void invokeAny_whereTheCallersOwnTaskSucceeds_runsNoneOfTheRest() throws Exception {
        final ThreadletQueue queue = small(OnFull.CALLER_RUNS, 0);
        Queues.occupy(queue);
        assertThat(queue.executor().invokeAny(List.of(task, task, task))).isOne();
        assertThat(runs).hasValue(1);
    }

    @Test
    void invokeAny_whereAnotherTaskSucceedsFirst_interruptsTheOneThatTheCallerRuns() throws Exception {
        final ThreadletQueue queue = small(OnFull.CALLER_RUNS, 0);
        final Gate first = new Gate();
        final AtomicBoolean interrupted = new AtomicBoolean();
        final int value = queue.executor().invokeAny(List.of(first.callable(1), () -> {
            first.awaitEntered();
            first.open();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
            return 2;
        }));
        assertThat(value).isOne();
        assertThat(interrupted).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void invokeAny_whereAnotherTaskSucceedsBeforeTheCallerBegins_doesNotRunItsTask() throws Exception {
        final Gate first = new Gate();
        final AtomicReference<ThreadletQueue> itself = new AtomicReference<>();
        final AtomicInteger submissions = new AtomicInteger();
        final ThreadletQueue queue = queues.build(builder(OnFull.CALLER_RUNS, 0).listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                if (submissions.incrementAndGet() == 2) {
                    first.awaitEntered();
                    first.open();
                    Waits.until(
                            "the first task has ended",
                            () -> itself.get().snapshot().idle() == 1);
                }
            }
        }));
        itself.set(queue);
        assertThat(queue.executor().invokeAny(List.of(first.callable(1), task))).isOne();
        assertThat(runs).hasValue(0);
        assertThat(queue.snapshot().dequeued()).isOne();
    }

    @Test
    void invokeAll_whenItsTimeIsOver_runsNoneOfTheRestInTheCaller() throws Exception {
        final ThreadletQueue queue = small(OnFull.CALLER_RUNS, 0);
        Queues.occupy(queue);
        final CountDownLatch never = new CountDownLatch(1);
        final Callable<Integer> slow = () -> {
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
            return 0;
        };
        final List<Future<Integer>> futures =
                queue.executor().invokeAll(List.of(slow, task, task), 10, TimeUnit.MILLISECONDS);
        assertThat(futures).hasSize(3).allMatch(Future::isDone);
        assertThat(futures.subList(1, 3)).allMatch(Future::isCancelled);
        assertThat(runs).hasValue(0);
    }
}
