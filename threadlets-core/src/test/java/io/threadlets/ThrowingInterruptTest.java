package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupting calls foreign code: a thread of its own kind, and what a work answers. Either may throw. */
final class ThrowingInterruptTest extends QueueFixture {
    private final List<Throwable> reported = new CopyOnWriteArrayList<>();

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
}
