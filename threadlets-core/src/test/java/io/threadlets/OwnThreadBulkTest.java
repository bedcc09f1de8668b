package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.Inside.Where;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code invokeAll}, {@code invokeAny} and {@code submit} of a queue's executor, called by a work of that queue. */
@Timeout(60)
final class OwnThreadBulkTest {
    @RegisterExtension
    final Queues queues = new Queues();

    @ParameterizedTest
    @EnumSource
    void get_ofAFutureOfTheExecutor_runsItHere(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final ExecutorService executor = inside.queue.executor();
        inside.run(() -> {
            final Future<Thread> future = executor.submit(Thread::currentThread);
            assertThat(future.get()).isSameAs(Thread.currentThread());
            final Future<String> withResult = executor.submit(() -> {}, "result");
            assertThat(withResult.get(60, TimeUnit.SECONDS)).isEqualTo("result");
        });
    }

    @ParameterizedTest
    @EnumSource
    void invokeAll_byAWorkOfTheQueue_runsTheTasksHereInOrder(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        inside.run(() -> {
            final List<Callable<Thread>> tasks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                final int number = i;
                tasks.add(() -> {
                    ran.add(number);
                    return Thread.currentThread();
                });
            }
            for (Future<Thread> future : inside.queue.executor().invokeAll(tasks)) {
                assertThat(future.isDone()).isTrue();
                assertThat(future.get()).isSameAs(Thread.currentThread());
            }
            assertThat(inside.queue.executor().invokeAll(tasks, 60, TimeUnit.SECONDS))
                    .hasSize(10)
                    .allSatisfy(future -> assertThat(future.get()).isSameAs(Thread.currentThread()));
        });
        assertThat(ran).hasSize(20);
        assertThat(ran.subList(0, 10)).isSorted();
        assertThat(ran.subList(10, 20)).isSorted();
    }

    @ParameterizedTest
    @EnumSource
    void invokeAll_byAWorkOfTheQueueWithATaskThatThrows_runsTheOthersToo(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final IOException failure = new IOException("no");
        inside.run(() -> {
            final List<Callable<String>> tasks = List.of(() -> Probe.throwing(failure), () -> "value");
            final List<Future<String>> futures = inside.queue.executor().invokeAll(tasks);
            assertThatThrownBy(futures.get(0)::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThat(futures.get(1).get()).isEqualTo("value");
        });
    }

    @ParameterizedTest
    @EnumSource
    void invokeAny_byAWorkOfTheQueue_givesASuccessAndTakesBackTheRest(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final AtomicInteger runs = new AtomicInteger();
        final Callable<Integer> task = runs::incrementAndGet;
        inside.run(() -> {
            assertThat(inside.queue.executor().invokeAny(List.of(task, task, task)))
                    .isPositive();
            assertThat(inside.queue.executor().invokeAny(List.of(task, task, task), 60, TimeUnit.SECONDS))
                    .isPositive();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(inside.queue.snapshot().queued()).isZero();
        });
        inside.drain();
        final QueueSnapshot end = inside.queue.snapshot();
        assertThat(end.failed()).isZero();
        assertThat(runs.get() + end.dequeued()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void invokeAny_byAWorkOfTheQueueAfterFailures_givesTheSuccess(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        final Callable<String> bad = () -> Probe.throwing(new IOException("no"));
        inside.run(() -> {
            assertThat(inside.queue.executor().invokeAny(List.of(bad, bad, () -> "value")))
                    .isEqualTo("value");
            assertThatThrownBy(() -> inside.queue.executor().invokeAny(List.of(bad, bad)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        });
        assertThat(queues.noneUncaught()).isTrue();
    }

    /** Who runs a slow task in place must not miss that another one has succeeded elsewhere. */
    @Test
    void invokeAny_whereAnotherThreadSucceedsFirst_interruptsTheTaskThatIsRunHere() throws Exception {
        final ThreadletQueue queue = queues.ofThreads("q", 2);
        final Gate other = Queues.occupy(queue);
        final Gate slow = new Gate();
        final AtomicInteger interrupted = new AtomicInteger();
        Inside.onThreadOf(queue).run(() -> {
            final Callable<String> first = () -> {
                other.open();
                try {
                    slow.pass();
                    return "slow";
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
            };
            final Callable<String> second = () -> {
                slow.awaitEntered();
                return "quick";
            };
            assertThat(queue.executor().invokeAny(List.of(first, second))).isEqualTo("quick");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        Queues.drain(queue);
        assertThat(interrupted).hasValue(1);
    }

    private static int invokeAllNested(ThreadletQueue queue, int levels) throws Exception {
        if (levels == 0) {
            return 1;
        }
        final Callable<Integer> task = () -> invokeAllNested(queue, levels - 1);
        int sum = 0;
        for (Future<Integer> future : queue.executor().invokeAll(List.of(task, task, task))) {
            sum += future.get();
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void invokeAll_nested_runsAllOfIt(Where where) throws Exception {
        final Inside inside = Inside.of(where, queues);
        assertThat(inside.call(() -> invokeAllNested(inside.queue, 4))).isEqualTo(81);
        assertThat(inside.queue.snapshot().largest()).isOne();
    }

    @Test
    void invokeAll_onABlockingQueueWithoutRoom_runsAllOfIt() throws Exception {
        for (int capacity = 0; capacity < 3; capacity++) {
            final ThreadletQueue queue = queues.build(
                    ThreadletQueue.builder("q").maxThreads(1).capacity(capacity).onFull(OnFull.BLOCK));
            assertThat(Inside.onThreadOf(queue).call(() -> invokeAllNested(queue, 3)))
                    .isEqualTo(27);
        }
    }
}
