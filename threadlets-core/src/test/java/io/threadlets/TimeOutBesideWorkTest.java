package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A thread whose idle time is over leaves a work that is ready to the other one, which sleeps: whoever offered the work
 * may have relied on the thread that leaves, which looked around when the work came.
 */
final class TimeOutBesideWorkTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong clock = new AtomicLong();
    private final TestThreads threads = new TestThreads();
    private final AtomicEngine engine = new AtomicEngine(new QueueConfig(
            "q",
            0,
            2,
            HOUR.toNanos(),
            Integer.MAX_VALUE,
            OnFull.REJECT,
            ThreadSource.of(threads, null, null),
            new Listeners(List.of()),
            false,
            clock::get,
            Rejections.ADVICE));
    private final AtomicState state = EngineParts.state(engine);

    @Test
    void timeOut_whereAWorkIsReadyAndNobodySearches_wakesTheThreadThatStays() {
        twoIdleThreads();
        final TestWork work = new TestWork();
        assertThat(state.wakeUps.tryLookAround(false)).isTrue(); // so that the submitter relies on a search ...
        engine.submit(work, null);
        state.wakeUps.lookedAround();
        state.wakeUps.gaveUp(); // ... which is over; the one who searched would be the one who looks at the clock now
        assertThat(state.idle.size()).isEqualTo(2);
        clock.addAndGet(HOUR.toNanos());
        LockSupport.unpark(threads.made.get(0));
        work.awaitEnded();
        assertThat(work.runs).hasValue(1);
        QueueFixture.until("one thread has left", () -> engine.snapshot().cur() == 1);
        engine.shutdown();
    }

    private void twoIdleThreads() {
        final Gate gate = new Gate();
        final List<TestWork> works = TestWork.several(2, gate);
        works.forEach(work -> engine.submit(work, null));
        TestWork.awaitStarted(works);
        gate.open();
        TestWork.awaitEnded(works);
        QueueFixture.until(
                "both threads are parked",
                () -> state.idle.size() == 2
                        && threads.made.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
    }
}
