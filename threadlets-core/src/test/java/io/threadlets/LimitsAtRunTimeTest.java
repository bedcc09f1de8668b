package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A capacity and an idle timeout that change underway, and the futures of works that are listed. */
final class LimitsAtRunTimeTest extends QueueFixture {
    private static void assertFull(ThreadletQueue queue) {
        assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(() -> queue.submit(new TestWork()));
    }

    @Test
    void capacity_raised_acceptsMoreAtOnce() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(1));
        occupy(queue, 1);
        queue.submit(new TestWork());
        assertFull(queue);
        queue.capacity(3);
        queue.submit(new TestWork());
        queue.submit(new TestWork());
        assertFull(queue);
        assertCounts(queue, 1, 0, 3);
        assertThat(queue.snapshot().capacity()).isEqualTo(3);
    }

    @Test
    void capacity_loweredBelowWhatWaits_takesNothingBackAndAcceptsNoMoreUntilThereIsRoom() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(10));
        occupy(queue, 1);
        final List<TestWork> waiting = TestWork.several(5, null);
        waiting.forEach(queue::submit);
        queue.capacity(2);
        assertFull(queue);
        assertCounts(queue, 1, 0, 5);
        waiting.subList(0, 3).forEach(queue::dequeue);
        assertFull(queue);
        queue.dequeue(waiting.get(3));
        queue.submit(new TestWork());
        assertFull(queue);
        assertCounts(queue, 1, 0, 2);
    }

    @Test
    void capacity_boundGivenToAQueueWithoutOne_holds() {
        final ThreadletQueue queue = build(sized(0, 1));
        occupy(queue, 1);
        queue.submit(new TestWork());
        queue.capacity(0);
        assertFull(queue);
        queue.capacity(Integer.MAX_VALUE);
        TestWork.several(1_000, null).forEach(queue::submit);
        assertCounts(queue, 1, 0, 1_001);
    }

    @Test
    void capacity_raisedWhileSubmittersWaitForRoom_letsThemInInTheirOrder() throws Exception {
        final ThreadletQueue queue = build(sized(0, 1).capacity(0).onFull(OnFull.BLOCK));
        occupy(queue, 1);
        final List<TestWork> works = TestWork.several(3, null);
        final List<Submitter> submitters = new ArrayList<>();
        for (TestWork work : works) {
            submitters.add(Submitter.blockedIn(queue, work));
        }
        queue.capacity(2);
        submitters.get(0).awaitAccepted();
        submitters.get(1).awaitAccepted();
        assertCounts(queue, 1, 0, 2);
        assertThat(queue.queued(10)).extracting(QueuedWork::work).containsExactly(works.get(0), works.get(1));
        queue.capacity(Integer.MAX_VALUE);
        submitters.get(2).awaitAccepted();
        assertCounts(queue, 1, 0, 3);
    }

    @Test
    void capacity_negative_isRefusedAndChangesNothing() {
        final ThreadletQueue queue = build(sized(0, 1).capacity(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.capacity(-1))
                .withMessage("capacity must be >= 0 but was -1");
        assertThat(queue.snapshot().capacity()).isEqualTo(3);
    }

    @Test
    void idleTimeout_shortened_letsThreadsGoThatAreIdleAlready() {
        final ThreadletQueue queue = build(sized(2, 8));
        warmUp(queue, 8);
        assertThat(queue.idleTimeout()).isEqualTo(NEVER);
        queue.idleTimeout(Duration.ofMillis(1));
        assertThat(queue.idleTimeout()).isEqualTo(Duration.ofMillis(1));
        awaitCur(queue, 2);
        assertCounts(queue, 2, 2, 0);
    }

    @Test
    void idleTimeout_lengthened_keepsThreadsThatWouldHaveGone() {
        final AtomicLong clock = new AtomicLong();
        final Duration tick = Duration.ofSeconds(1);
        final ThreadletQueue.Builder builder = sized(0, 4).idleTimeout(tick);
        builder.settings.nanoTime = clock::get;
        final ThreadletQueue queue = build(builder);
        warmUp(queue, 4);
        queue.idleTimeout(tick.multipliedBy(3));
        clock.addAndGet(tick.multipliedBy(2).toNanos());
        warmUp(queue, 4);
        assertCounts(queue, 4, 4, 0);
        clock.addAndGet(tick.multipliedBy(3).toNanos());
        awaitCur(queue, 0);
    }

    @Test
    void idleTimeout_notPositive_isRefusedAndChangesNothing() {
        final ThreadletQueue queue = build(sized(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.idleTimeout(Duration.ZERO))
                .withMessage("idleTimeout must be > 0 but was PT0S");
        assertThat(queue.idleTimeout()).isEqualTo(NEVER);
    }

    @Test
    void futureOf_listedWorkOfATask_isTheFutureThatTheTaskHas() {
        final ThreadletQueue queue = build(sized(0, 1));
        final Gate deaf = new Gate();
        final ThreadletFuture<String> running = queue.submit(() -> {
            deaf.passWithoutInterrupts();
            return "done";
        });
        until("it runs", () -> !queue.running().isEmpty());
        final ThreadletFuture<Object> listed =
                queue.futureOf(queue.running().get(0).work());
        assertThat((Object) listed).isSameAs(running);
        listed.cancel(true);
        assertThat(running).isCancelled();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(running::join);
        deaf.open();
    }
}
