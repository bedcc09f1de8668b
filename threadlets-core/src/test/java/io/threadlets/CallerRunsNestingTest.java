package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Works that are submitted from works which their callers run. */
final class CallerRunsNestingTest extends QueueFixture {
    private ThreadletQueue fullQueue() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS));
        occupy(queue, 1);
        return queue;
    }

    /** The outer one runs on the queue's thread: what a caller's work submits would not run within it. */
    @Test
    void shutdownNow_nestedRuns_interruptsBoth() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS));
        final TestWork inner = new TestWork(new Gate());
        final AtomicInteger interrupts = new AtomicInteger();
        queue.submit(ThreadletWork.of(() -> {
            queue.submit(inner);
            try {
                new Gate().pass();
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        }));
        inner.awaitStarted();
        queue.shutdownNow();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(inner.interrupted).isTrue();
        assertThat(interrupts).hasValue(1);
    }

    @Test
    void shutdownNow_nestedRunWhoseOuterWasNotMeant_leavesTheCallerAlone() throws Exception {
        final ThreadletQueue queue = fullQueue();
        final ThreadletQueue other = build(sized(0, 1).capacity(0).onFull(OnFull.CALLER_RUNS));
        other.submit(new TestWork(gate));
        final TestWork inner = new TestWork(new Gate());
        final AtomicInteger flags = new AtomicInteger();
        final ThreadletWork outer = ThreadletWork.of(() -> {
            other.submit(inner);
            flags.addAndGet(Thread.interrupted() ? 1 : 0);
        });
        final Submitter submitter = Submitter.starting(queue, outer);
        inner.awaitStarted();
        other.shutdownNow();
        submitter.awaitAccepted();
        assertThat(inner.interrupted).isTrue();
        assertThat(flags).hasValue(0);
    }

    @Test
    void completed_twoWorksSubmitEachOther_areRunInTurns() throws Exception {
        final ThreadletQueue queue = fullQueue();
        final AtomicInteger runs = new AtomicInteger();
        final class Player extends ThreadletWork {
            private @Nullable Player other;

            @Override
            protected void run() {
                runs.incrementAndGet();
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                if (runs.get() < 50_000 && other != null) {
                    queue.submit(other);
                }
            }
        }
        final Player ping = new Player();
        final Player pong = new Player();
        ping.other = pong;
        pong.other = ping;
        Submitter.starting(queue, ping).awaitAccepted();
        assertThat(runs).hasValue(50_000);
    }

    @Test
    void close_fromAWorkThatItsCallerRuns_isRefused() throws Exception {
        final ThreadletQueue queue = fullQueue();
        final CountDownLatch refused = new CountDownLatch(1);
        final Submitter submitter = Submitter.starting(queue, ThreadletWork.of(() -> {
            try {
                queue.close();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("'q'").hasMessageContaining("submitter");
                refused.countDown();
            }
        }));
        submitter.awaitAccepted();
        assertThat(refused.getCount()).isZero();
        assertThat(queue.isShutdown()).isTrue();
    }
}
