package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Single tasks given to the queue's executor view, and its life cycle. */
final class ExecutorViewTest {
    @RegisterExtension
    final Queues queues = new Queues();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what careless callers pass
    private static <T> T nothing() {
        return null;
    }

    @Test
    void executor_isAlwaysTheSameView() {
        final ThreadletQueue queue = queues.single("q");
        assertThat(queue.executor()).isSameAs(queue.executor());
        assertThat(queue.executor().toString()).contains("q");
    }

    // ---- tasks ----

    @Test
    void execute_runsOnAThreadOfTheQueue() {
        final ThreadletQueue queue = queues.single("q");
        final CompletableFuture<String> name = new CompletableFuture<>();
        queue.executor().execute(() -> name.complete(Thread.currentThread().getName()));
        assertThat(name.join()).startsWith("q-");
        Queues.drain(queue);
        assertThat(queue.snapshot().succeeded()).isOne();
    }

    @Test
    void execute_ofARunnableThatThrows_reportsItAndGoesOn() {
        final ThreadletQueue queue = queues.single("q");
        for (Throwable failure : List.of(new IllegalStateException("no"), new AssertionError("no"))) {
            queue.executor().execute(() -> Probe.throwing(failure));
            assertThat(queues.takeUncaught().failure()).isSameAs(failure);
        }
        Queues.drain(queue);
        assertThat(queue.snapshot().failed()).isEqualTo(2);
        assertThat(queue.snapshot().largest()).isOne();
    }

    @Test
    void submit_ofEachKind_givesAFutureOfTheOutcome() throws Exception {
        final ExecutorService executor = queues.single("q").executor();
        final AtomicInteger runs = new AtomicInteger();
        final Runnable runnable = runs::incrementAndGet;
        final Callable<String> callable = () -> "value";
        assertThat(executor.submit(runnable).get(60, TimeUnit.SECONDS)).isNull();
        assertThat(executor.submit(runnable, "given").get(60, TimeUnit.SECONDS)).isEqualTo("given");
        assertThat(executor.submit(callable).get(60, TimeUnit.SECONDS)).isEqualTo("value");
        assertThat(runs).hasValue(2);
    }

    @Test
    void submit_ofATaskThatThrows_givesItInTheFutureAlone() {
        final ExecutorService executor = queues.single("q").executor();
        final IOException failure = new IOException("no");
        final Callable<String> callable = () -> Probe.throwing(failure);
        final Runnable runnable = () -> Probe.throwing(failure);
        for (Future<?> future :
                List.of(executor.submit(callable), executor.submit(runnable), executor.submit(runnable, "given"))) {
            assertThatThrownBy(() -> future.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
        }
        assertThat(queues.noneUncaught()).isTrue();
    }

    @Test
    void cancel_ofASubmittedTask_takesItOffTheQueue() {
        final ThreadletQueue queue = queues.single("q");
        Queues.occupy(queue);
        final AtomicInteger runs = new AtomicInteger();
        final Runnable runnable = runs::incrementAndGet;
        final List<Future<?>> futures = List.of(
                queue.executor().submit(runnable),
                queue.executor().submit(runnable, "given"),
                queue.executor().submit((Callable<Integer>) runs::incrementAndGet));
        assertThat(futures).allSatisfy(future -> {
            assertThat(future.cancel(false)).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThat(future.isDone()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        });
        assertThat(queue.snapshot().queued()).isZero();
        assertThat(queue.snapshot().dequeued()).isEqualTo(3);
        queue.shutdownNow();
        Queues.awaitTermination(queue);
        assertThat(runs).hasValue(0);
    }

    @Test
    void submit_ofNull_isANullPointerException() {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final Runnable runnable = nothing();
        final Callable<String> callable = nothing();
        assertThatNullPointerException().isThrownBy(() -> executor.execute(nothing()));
        assertThatNullPointerException().isThrownBy(() -> executor.submit(runnable));
        assertThatNullPointerException().isThrownBy(() -> executor.submit(runnable, "given"));
        assertThatNullPointerException().isThrownBy(() -> executor.submit(callable));
        assertThat(queue.snapshot().submitted()).isZero();
    }

    @Test
    void completableFuture_withTheView_runsThere() {
        final ThreadletQueue queue = queues.single("q");
        final int[] plain = new int[1];
        plain[0] = 20;
        final CompletableFuture<String> future = CompletableFuture.runAsync(() -> plain[0]++, queue.executor())
                .thenApplyAsync(done -> plain[0] + Thread.currentThread().getName(), queue.executor());
        assertThat(future.join()).startsWith("21q-");
    }

    @Test
    void completionService_withTheView_givesTasksAsTheyComplete() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final CompletionService<String> service = new ExecutorCompletionService<>(queue.executor());
        final Gate gate = new Gate();
        final Future<String> slow = service.submit(gate.callable("slow"));
        final Future<String> quick = service.submit(() -> "quick");
        final Future<String> first = service.poll(60, TimeUnit.SECONDS);
        assertThat(first).isSameAs(quick);
        assertThat(quick.get()).isEqualTo("quick");
        gate.open();
        assertThat(service.poll(60, TimeUnit.SECONDS)).isSameAs(slow);
        assertThat(slow.get()).isEqualTo("slow");
    }

    @Test
    void fields_thatArePlain_areVisibleToTheTaskAndToWhoGetsItsFuture() throws Exception {
        final ExecutorService executor = queues.ofThreads("q", 2).executor();
        for (int round = 0; round < 2_000; round++) {
            final int[] plain = new int[2];
            plain[0] = round;
            final Future<?> future = executor.submit(() -> {
                plain[1] = plain[0] + 1;
            });
            future.get(60, TimeUnit.SECONDS);
            assertThat(plain[1]).isEqualTo(round + 1);
        }
    }

    // ---- life cycle ----

    @Test
    void shutdown_finishesWhatItHasAndRejectsTheRest() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final Gate gate = Queues.occupy(queue);
        final Future<String> queued = executor.submit(() -> "value");
        executor.shutdown();
        assertThat(executor.isShutdown()).isTrue();
        assertThat(executor.isTerminated()).isFalse();
        assertThat(queue.isShutdown()).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .isInstanceOf(ThreadletRejectedException.class)
                .hasMessageContaining("'q' is closed");
        assertThatThrownBy(() -> executor.submit(() -> "value")).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> executor.invokeAll(List.of(() -> "value")))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> executor.invokeAny(List.of(() -> "value")))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.awaitTermination(1, TimeUnit.NANOSECONDS)).isFalse();
        gate.open();
        assertThat(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
        assertThat(queued.get()).isEqualTo("value");
    }

    @Test
    @Timeout(120)
    void awaitTermination_withNoOrNegativeTime_answersAtOnce() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        final ExecutorService executor = queue.executor();
        for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
            for (TimeUnit unit : TimeUnit.values()) {
                assertThat(executor.awaitTermination(timeout, unit)).isFalse();
            }
        }
        gate.open();
        Queues.drain(queue);
        assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.awaitTermination(-1, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS))
                .isTrue();
    }

    @Test
    void awaitTermination_ofALongTime_waits() {
        final ThreadletQueue queue = queues.single("q");
        final Gate gate = Queues.occupy(queue);
        queue.shutdown();
        final CompletableFuture<Boolean> awaited = new CompletableFuture<>();
        final Thread waiting = Waits.start(() -> {
            try {
                awaited.complete(queue.executor().awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS));
            } catch (InterruptedException e) {
                awaited.completeExceptionally(e);
            }
        });
        Waits.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(awaited).isNotDone();
        gate.open();
        assertThat(awaited.join()).isTrue();
    }

    @Test
    void shutdownNow_interruptsWhatRunsAndReturnsTheRunnablesAsGiven() {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final Gate gate = new Gate();
        final Future<?> running = executor.submit(gate.callable("value"));
        gate.awaitEntered();
        final Runnable executed = () -> {};
        final Runnable submitted = () -> {};
        final Runnable withResult = () -> {};
        final List<String> ran = new ArrayList<>();
        final Callable<String> callable = () -> {
            ran.add("callable");
            return "value";
        };
        final Probe work = new Probe("work", () -> ran.add("work"));
        executor.execute(executed);
        final Future<?> one = executor.submit(submitted);
        final Future<?> two = executor.submit(withResult, "given");
        final Future<?> three = executor.submit(callable);
        queue.submit(work);
        queue.submit(ThreadletWork.of(executed));
        final List<Runnable> returned = executor.shutdownNow();
        assertThat(returned).hasSize(6);
        assertThat(returned.get(0)).isSameAs(executed);
        assertThat(returned.get(1)).isSameAs(submitted);
        assertThat(returned.get(2)).isSameAs(withResult);
        assertThat(returned.get(5)).isSameAs(executed);
        assertThat(ran).isEmpty();
        returned.get(3).run();
        returned.get(4).run();
        assertThat(ran).containsExactly("callable", "work");
        assertThat(work.state()).isEqualTo(ThreadletWork.State.DEQUEUED);
        assertThat(work.ended).hasSize(1);
        assertThat(List.of(one, two, three))
                .allSatisfy(future -> assertThat(future.isCancelled()).isTrue());
        assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void shutdownNow_ofAWorkWhoseBodyThrows_givesARunnableThatThrows() {
        final ThreadletQueue queue = queues.single("q");
        queue.pause();
        final IOException checked = new IOException("checked");
        final RuntimeException unchecked = new IllegalStateException("unchecked");
        final Error error = new AssertionError("error");
        queue.submit(Probe.failing("checked", checked));
        queue.submit(Probe.failing("unchecked", unchecked));
        queue.submit(Probe.failing("error", error));
        final List<Runnable> returned = queue.executor().shutdownNow();
        assertThatThrownBy(returned.get(0)::run)
                .isInstanceOf(CompletionException.class)
                .hasCause(checked);
        assertThatThrownBy(returned.get(1)::run).isSameAs(unchecked);
        assertThatThrownBy(returned.get(2)::run).isSameAs(error);
        final Set<Runnable> distinct = new HashSet<>(returned);
        assertThat(distinct).hasSize(3);
    }

    @Test
    void close_waitsForWhatItHas() throws Exception {
        final ThreadletQueue queue = queues.single("q");
        final ExecutorService executor = queue.executor();
        final AtomicInteger runs = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            executor.execute(runs::incrementAndGet);
        }
        assertThat(executor).isInstanceOf(AutoCloseable.class);
        if (Runtime.version().feature() < 19) {
            ((AutoCloseable) executor).close();
        } else {
            assertThat(ExecutorService.class.getMethod("close").invoke(executor))
                    .isNull();
        }
        assertThat(runs).hasValue(100);
        assertThat(executor.isTerminated()).isTrue();
        ((AutoCloseable) executor).close();
    }

    @Test
    void close_ofTheGlobalQueuesView_hasNoEffect() throws Exception {
        final ExecutorService executor = ThreadletQueue.global().executor();
        executor.shutdown();
        assertThat(executor.shutdownNow()).isEmpty();
        ((AutoCloseable) executor).close();
        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.submit(() -> "value").get(60, TimeUnit.SECONDS)).isEqualTo("value");
    }
}
