package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code invokeAll} and {@code invokeAny}. */
final class ExecutorViewBulkTest {
    @RegisterExtension
    final Queues queues = new Queues();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what careless callers pass
    private static <T> T nothing() {
        return null;
    }

    private static List<Callable<String>> tasks(Callable<String> first, Callable<String> second) {
        return List.of(first, second);
    }

    /** Waits for the gate and notes an interrupt. */
    private static Callable<String> interruptible(Gate gate, CountDownLatch interrupted) {
        return () -> {
            try {
                gate.pass();
                return "passed";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
    }

    // ---- invokeAll ----

    @Test
    void invokeAll_givesDoneFuturesInOrder() throws Exception {
        final ExecutorService executor = queues.ofThreads("q", 2).executor();
        final List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            final int number = i;
            tasks.add(() -> number);
        }
        final List<Future<Integer>> futures = executor.invokeAll(tasks);
        assertThat(futures)
                .hasSize(50)
                .allSatisfy(future -> assertThat(future.isDone()).isTrue());
        for (int i = 0; i < 50; i++) {
            assertThat(futures.get(i).get()).isEqualTo(i);
        }
        assertThat(executor.invokeAll(List.<Callable<String>>of())).isEmpty();
    }

    @Test
    void invokeAll_withTasksThatThrow_givesTheFailuresInTheirFutures() throws Exception {
        final ExecutorService executor = queues.single("q").executor();
        final IOException failure = new IOException("no");
        final List<Future<String>> futures =
                executor.invokeAll(tasks(() -> Probe.throwing(failure), () -> "value"), 60, TimeUnit.SECONDS);
        assertThatThrownBy(futures.get(0)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
        assertThat(futures.get(1).get()).isEqualTo("value");
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void invokeAll_thatTimesOut_cancelsInterruptsAndTakesBackTheRest() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger runs = new AtomicInteger();
        final List<Future<String>> futures = queue.executor()
                .invokeAll(
                        tasks(interruptible(gate, interrupted), () -> "run " + runs.incrementAndGet()),
                        50,
                        TimeUnit.MILLISECONDS);
        assertThat(futures).hasSize(2).allSatisfy(future -> {
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        });
        assertThat(queue.snapshot().queued()).isZero();
        if (gate.isEntered()) {
            Waits.await(interrupted);
        }
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
        assertThat(queue.snapshot().dequeued()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void invokeAll_onAQueueThatIsTooSmall_cancelsWhatItSubmitted() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(2));
        final Gate occupant = Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        assertThatThrownBy(() -> queue.executor().invokeAll(List.of(task, task, task)))
                .isInstanceOf(ThreadletRejectedException.class);
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().dequeued()).isEqualTo(2);
        occupant.open();
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAll_whenInterrupted_cancelsTheRest() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger runs = new AtomicInteger();
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                queue.executor()
                        .invokeAll(tasks(interruptible(gate, interrupted), () -> "run " + runs.incrementAndGet()));
                thrown.complete(new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        gate.awaitEntered();
        caller.interrupt();
        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
        Waits.await(interrupted);
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
        assertThat(queue.snapshot().dequeued()).isOne();
    }

    @Test
    void invokeAll_whenInterruptedWithManyTasksQueued_beginsNoneOfThem() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final AtomicInteger runs = new AtomicInteger();
        final List<Callable<String>> tasks = new ArrayList<>(List.of(gate.callable("passed")));
        for (int i = 0; i < 5_000; i++) {
            tasks.add(() -> "run " + runs.incrementAndGet());
        }
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                queue.executor().invokeAll(tasks);
                thrown.complete(new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        Waits.until("all are there", () -> queue.snapshot().queued() == 5_000);
        caller.interrupt();
        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
        assertThat(queue.snapshot().dequeued()).isEqualTo(5_000);
    }

    @Test
    void invokeAll_withNulls_isANullPointerExceptionAndCancelsWhatItSubmitted() {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final Gate occupant = Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(nothing()));
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(List.of(task), 1, nothing()));
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAll(Arrays.asList(task, nothing())));
        assertThat(queue.snapshot().queued()).isZero();
        occupant.open();
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAll_showsItsTasksByTheirToString() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        final Callable<String> named = new Callable<>() {
            @Override
            public String call() {
                return "value";
            }

            @Override
            public String toString() {
                return "mail 17";
            }
        };
        final CompletableFuture<List<Future<String>>> all = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                all.complete(queue.executor().invokeAll(List.of(named)));
            } catch (InterruptedException e) {
                all.completeExceptionally(e);
            }
        });
        Waits.until("the task is queued", () -> queue.snapshot().queued() == 1);
        assertThat(queue.queued(1)).extracting(QueuedWork::description).containsExactly("mail 17");
        queue.resume();
        assertThat(all.join()).hasSize(1);
        Waits.join(caller);
    }

    // ---- invokeAny ----

    @Test
    void invokeAny_givesTheFirstSuccessAndInterruptsTheRest() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate gate = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final String value = queue.executor().invokeAny(tasks(interruptible(gate, interrupted), () -> {
            gate.awaitEntered();
            return "quick";
        }));
        assertThat(value).isEqualTo("quick");
        Waits.await(interrupted);
    }

    @Test
    void invokeAny_givesASuccessAfterFailures() throws Exception {
        final ExecutorService executor = queues.single("q").executor();
        assertThat(executor.invokeAny(tasks(() -> Probe.throwing(new IOException("no")), () -> "value")))
                .isEqualTo("value");
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void invokeAny_whereAllFail_throwsAFailure() {
        final ExecutorService executor = queues.single("q").executor();
        final IOException failure = new IOException("no");
        final Callable<String> task = () -> Probe.throwing(failure);
        assertThatThrownBy(() -> executor.invokeAny(tasks(task, task)))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    @Test
    void invokeAny_thatTimesOut_cancelsAll() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> queue.executor()
                        .invokeAny(
                                tasks(interruptible(gate, interrupted), () -> "run " + runs.incrementAndGet()),
                                50,
                                TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        if (gate.isEntered()) {
            Waits.await(interrupted);
        }
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
    }

    @Test
    void invokeAny_whenInterrupted_cancelsAll() {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate first = new Gate();
        final Gate second = new Gate();
        final CountDownLatch interrupted = new CountDownLatch(2);
        final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        final Thread caller = Waits.start(() -> {
            try {
                queue.executor()
                        .invokeAny(tasks(interruptible(first, interrupted), interruptible(second, interrupted)));
                thrown.complete(new AssertionError("not interrupted"));
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        first.awaitEntered();
        second.awaitEntered();
        caller.interrupt();
        assertThat(thrown.join()).isInstanceOf(InterruptedException.class);
        Waits.await(interrupted);
    }

    @Test
    void invokeAny_withBadArguments_saysSo() {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(nothing()));
        assertThatNullPointerException()
                .isThrownBy(() -> executor.invokeAny(Collections.singletonList(ExecutorViewBulkTest.nothing())));
        assertThatIllegalArgumentException().isThrownBy(() -> executor.invokeAny(List.<Callable<String>>of()));
        assertThatNullPointerException().isThrownBy(() -> executor.invokeAny(List.of(task), 1, nothing()));
    }

    @Test
    void invokeAny_onAQueueThatIsTooSmall_isRejectedAndRunsNothingOfTheRest() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(1));
        final Gate occupant = Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        assertThatThrownBy(() -> queue.executor().invokeAny(List.of(task, task)))
                .isInstanceOf(ThreadletRejectedException.class);
        occupant.open();
        Queues.drain(queue);
        assertThat(runs).hasValue(0);
    }

    // ---- both ----

    @Test
    @Timeout(120)
    void invoke_withNoOrNegativeTime_doesNotWait() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThat(queue.executor().invokeAll(tasks(() -> "a", () -> "b"), timeout, TimeUnit.NANOSECONDS))
                    .hasSize(2)
                    .allSatisfy(future -> assertThat(future.isCancelled()).isTrue());
            assertThatThrownBy(() ->
                            queue.executor().invokeAny(tasks(() -> "a", () -> "b"), timeout, TimeUnit.NANOSECONDS))
                    .isInstanceOf(TimeoutException.class);
        }
        assertThat(queue.snapshot().submitted()).as("the occupant").isOne();
    }

    @Test
    void invokeAny_thatTimesOut_takesWhatIsQueuedOffTheQueue() {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).capacity(2));
        Queues.occupy(queue);
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> queue.executor().invokeAny(tasks(() -> "a", () -> "b"), 1, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("'q'");
            assertThat(queue.snapshot().queued()).isZero();
        }
    }

    @Test
    void invokeAll_withTasksThatThrow_countsThemAsFailed() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        assertThat(queue.executor().invokeAll(tasks(() -> Probe.throwing(new IOException("no")), () -> "value")))
                .hasSize(2);
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isOne();
        assertThat(queue.snapshot().succeeded()).isOne();
    }
}
