package io.threadlets;

import java.util.concurrent.locks.LockSupport;

/**
 * When threads of a queue let others go first, and for how long: a thread that runs out of works looks around before it
 * parks, since what comes soon needs no wake-up then; and a thread that was woken stands by while another one takes
 * tiny works, since two would mostly wait for one another's cache lines.
 *
 * <p>Both are bets, and each yield is one: on a machine whose processors are busy it takes as long as the scheduler
 * lets others run. So a bet that was lost is not made again for a while, twice as long each time; and one that took
 * long, for much longer. Nothing stands between a wake-up and the work unless works are being taken at that moment,
 * faster than one in a microsecond. The fields are hints that any thread of the queue may write.
 */
final class Pace {
    /**
     * How often a thread yields before it parks: some ten microseconds if nobody else wants the processor, which is
     * less than it takes to be woken. So a thread that looks around never pays more than twice what it had to.
     */
    private static final int LOOKS = 32;

    /** A yield that takes so long shows that others want the processor. */
    private static final long LONG_NANOS = 100_000;

    /** The most rests without looking around, after bets that were lost, and after one that took long. */
    private static final int MOST_SKIPPED = 255;

    private static final int SKIPPED_WHERE_BUSY = 4095;

    /** A work so short that the threads of a small machine are in one another's way. */
    private static final long SHORT_NANOS = 1_000;

    /** Fewer say nothing about a stream of works. */
    private static final int STREAM = 4;

    /** How often a thread that stands by yields before it begins to park, and how long it does so then. */
    private static final int YIELDS = 16;

    private static final long STAND_BY_NANOS = 50_000;

    private final WorkFifo works;

    /** How many rests are to be gone through without looking around, and how many were the last time. */
    private int toSkip;

    private int skipped;

    Pace(WorkFifo works) {
        this.works = works;
    }

    /** Whether looking around may pay. */
    boolean mayLookAround() {
        final int left = toSkip;
        if (left > 0) {
            toSkip = left - 1;
            return false;
        }
        return true;
    }

    /** Lets others run for a short while; says whether there is something to do. */
    @SuppressWarnings("ThreadPriorityCheck") // to let a submitter run is the point
    boolean lookAround(Worker worker) {
        long now = System.nanoTime();
        for (int i = 0; i < LOOKS; i++) {
            worker.sinceHead = works.begin();
            worker.sinceNanos = now;
            Thread.yield();
            now = System.nanoTime();
            if (now - worker.sinceNanos > LONG_NANOS && works.begin() - worker.sinceHead < STREAM) {
                skip(SKIPPED_WHERE_BUSY);
                return works.isReady();
            }
            if (works.isReady()) {
                skip(0);
                return true;
            }
        }
        skip(Math.min(2 * skipped + 1, MOST_SKIPPED));
        return false;
    }

    private void skip(int rests) {
        skipped = rests;
        toSkip = rests;
    }

    /**
     * Stands by for a moment where another thread has taken works at more than one in a microsecond since this one was
     * last seen to wait. As this one goes on searching, nobody else is woken meanwhile; and it looks again before long:
     * so a work that is not that short holds up none of those behind it.
     *
     * @param times how often it has just done so
     * @return false: there is no such thread
     */
    boolean standBy(Worker worker, int times) {
        final long head = works.begin();
        final long now = System.nanoTime();
        final long taken = head - worker.sinceHead;
        if (taken < STREAM || now - worker.sinceNanos > taken * SHORT_NANOS) {
            return false;
        }
        worker.sinceHead = head;
        worker.sinceNanos = now;
        pause(times);
        return true;
    }

    /** Whether few works were taken since a thread was last seen to wait: others will not take those that are left. */
    boolean areWorksLong(Worker worker) {
        return works.begin() - worker.sinceHead <= STREAM;
    }

    @SuppressWarnings("ThreadPriorityCheck") // as above
    private void pause(int times) {
        if (times < YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, STAND_BY_NANOS); // a stream: not worth a processor
            Thread.interrupted(); // a stray one would keep the thread from parking
        }
    }
}
