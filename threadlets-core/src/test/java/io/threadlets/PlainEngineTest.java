package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Races inside the engine on one lock, brought about by a clock that it reads while it holds the lock. */
final class PlainEngineTest extends QueueFixture {
    private volatile boolean clockStops;
    private final CountDownLatch inClock = new CountDownLatch(1);
    private final Gate clockGate = new Gate();

    private long time() {
        if (clockStops) {
            clockStops = false;
            inClock.countDown();
            clockGate.passWithoutInterrupts();
        }
        return 0;
    }

    /** The room is made while the first in the line has noticed its interrupt and has not left the line yet. */
    @Test
    void interrupt_ofABlockedSubmitterWhileRoomIsMade_roomGoesToTheNext() throws Exception {
        final ThreadletQueue.Builder builder =
                sized(0, 1).capacity(1).onFull(OnFull.BLOCK).times(true);
        builder.settings.nanoTime = this::time;
        builder.settings.engine = PlainEngine::new;
        final ThreadletQueue queue = build(builder);
        occupy(queue, 1);
        final TestWork queued = new TestWork();
        queue.submit(queued);
        final Submitter first = Submitter.blockedIn(queue, new TestWork());
        final Submitter second = Submitter.blockedIn(queue, new TestWork());
        until("it waits for room", () -> LockSupport.getBlocker(first) instanceof Condition);
        final Object condition = LockSupport.getBlocker(first);

        clockStops = true;
        final Thread dequeuer = Waits.start(() -> queue.dequeue(queued));
        assertThat(inClock.await(60, SECONDS)).isTrue();
        first.interrupt();
        until("it waits for the lock instead", () -> {
            final Object blocker = LockSupport.getBlocker(first);
            return blocker != null && !blocker.equals(condition);
        });
        clockGate.open();

        first.awaitEnd();
        assertThat(first.thrown).isInstanceOf(CancellationException.class);
        second.awaitAccepted();
        Waits.join(dequeuer);
        assertCounts(queue, 1, 0, 1);
    }
}
