package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupting calls foreign code: a thread of its own kind, and what a work answers. Either may throw. */
final class ThrowingInterruptTest extends QueueFixture {
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stubborn = new AtomicBoolean();

    private static ThreadletQueue.Builder threads(boolean throwing) {
        return sized(0, 2).threadFactory(body -> new Thread(body, "stubborn") {
            @Override
            public void interrupt() {
                super.interrupt();
                if (throwing) {
                    throw new IllegalStateException("planned");
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shutdownNow_anInterruptThrows_othersAreInterruptedAndWhatWaitedIsTold(boolean byThread) throws Exception {
        final ThreadletQueue queue = build(threads(byThread));
        final List<TestWork> busy = IntStream.range(0, 2)
                .mapToObj(i -> (TestWork) new TestWork(gate) {
                    @Override
                    protected boolean isInterruptible() {
                        if (!byThread && i == 0) {
                            throw new IllegalStateException("planned");
                        }
                        return true;
                    }
                })
                .toList();
        busy.forEach(queue::submit);
        TestWork.awaitStarted(busy);
        final TestWork waiting = new TestWork();
        queue.submit(waiting);
        final ThreadletFuture<?> future = queue.submit(() -> {});
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        try {
            assertThat(queue.shutdownNow()).hasSize(2).contains(waiting);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(waiting.completions.get()).isOne();
        assertThat(future).isCancelled();
        assertThat(reported).hasSize(byThread ? 2 : 1).allMatch(failure -> "planned".equals(failure.getMessage()));
        until("interrupted", () -> busy.get(1).interrupted);
        gate.open();
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancel_anInterruptThrows_futureIsCancelledAndTheThreadGoesOn(boolean byThread) throws Exception {
        final ThreadletQueue queue = build(threads(byThread));
        final ThreadletFuture<String> future = queue.submit(gate.callable("result"));
        gate.awaitEntered();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        try {
            assertThat(future.cancel(true)).isTrue();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(future).isCancelled();
        submitAndAwait(queue);
        assertThat(reported).hasSize(byThread ? 1 : 0);
    }

    /** The thread waits meanwhile for the interrupt to have been sent. */
    @Test
    void cancel_handlerOfWhatIsThrownWaitsForTheWork_workEnds() {
        final ThreadletQueue queue = build(threads(true));
        final TestWork work = new TestWork(gate);
        queue.submit(work);
        work.awaitStarted();
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            work.awaitEnded();
            reported.add(failure);
        });
        try {
            assertThat(queue.futureOf(work).cancel(true)).isTrue();
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(work.interrupted).isTrue();
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("planned");
    }

    @Test
    void cancel_listenerIsToldOfTheStart_workIsRunAllTheSame() {
        final AtomicReference<@Nullable ThreadletFuture<?>> future = new AtomicReference<>();
        final ThreadletQueue queue = build(threads(true).listener(new ThreadletListener() {
            @Override
            public void started(ThreadletWork started, long waitedNanos) {
                Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
                final ThreadletFuture<?> now = future.get();
                if (now != null) {
                    now.cancel(true);
                    Thread.interrupted();
                }
            }
        }));
        final TestWork work = new TestWork();
        future.set(queue.futureOf(work));
        queue.submit(work);
        work.awaitEnded();
        assertThat(work.interrupted).isTrue();
        assertThat(reported).hasSize(2);
    }

    @Test
    void submit_callerWhoseOwnInterruptThrows_callEndsAndTheQueueTerminates() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS));
        occupy(queue, 1);
        final TestWork work = new TestWork() {
            @Override
            protected void run() {
                stubborn.set(true); // from here on: to load a class may interrupt, too
            }
        };
        final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        final Thread caller =
                new Thread(() -> {
                    Thread.currentThread().interrupt();
                    thrown.set(catchThrowable(() -> queue.submit(work)));
                }) {
                    @Override
                    public void interrupt() {
                        super.interrupt();
                        if (stubborn.get()) {
                            throw new IllegalStateException("planned");
                        }
                    }
                };
        caller.setUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        caller.start();
        Waits.join(caller);
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("planned");
        assertThat(thrown.get()).isNull();
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        gate.open();
        queue.shutdown();
        assertThat(queue.awaitTermination(LONG)).isTrue();
    }
}
