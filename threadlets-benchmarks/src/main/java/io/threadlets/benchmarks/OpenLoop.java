package io.threadlets.benchmarks;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits at a rate that does not depend on when the tasks are run, and looks how long each waits. A submitter who is
 * late, since others have the processors, makes up for it at once.
 */
final class OpenLoop {
    /** What the submitter does until it is time for the next task. */
    enum Pace {
        /** Sleeps. A sleep of less than 100 µs takes longer, so that two tasks or three come at once at high rates. */
        SLEEP {
            @Override
            void await(long left) {
                LockSupport.parkNanos(left);
            }
        },

        /** Looks at the clock all the time, so that the submitter is one more thread that is always busy. */
        SPIN {
            @Override
            void await(long left) {
                Thread.onSpinWait();
            }
        };

        abstract void await(long left);
    }

    private final Countdown ends = new Countdown();
    private final Stamp[] stamps;
    private final long periodNanos;
    private final Pace pace;

    /**
     * Tasks for one run.
     *
     * @param peer for whom
     * @param rate how many each second
     * @param tasks how many in all
     * @param pace how the submitter waits
     */
    OpenLoop(Peer peer, int rate, int tasks, Pace pace) {
        this.pace = pace;
        periodNanos = 1_000_000_000L / rate;
        stamps = new Stamp[tasks];
        for (int i = 0; i < tasks; i++) {
            stamps[i] = new Stamp(peer, ends);
        }
    }

    /** Submits all of them, and returns how long each waited, the shortest time first, when all have ended. */
    long[] run(Rival rival) {
        ends.reset(stamps.length);
        long next = System.nanoTime();
        for (final Stamp stamp : stamps) {
            awaitTime(next);
            next += periodNanos;
            stamp.submitted = System.nanoTime();
            rival.start(stamp);
        }
        ends.await();
        return Arrays.stream(stamps)
                .mapToLong(stamp -> stamp.begun - stamp.submitted)
                .sorted()
                .toArray();
    }

    /** Takes the least time that at least the given share of the times does not exceed. */
    static long percentile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            pace.await(left);
        }
    }

    /** Its submitter writes the one time before it submits, its thread the other before it counts down. */
    private static final class Stamp extends Task {
        private final Countdown ends;

        private long submitted;
        private long begun;

        Stamp(Peer peer, Countdown ends) {
            super(peer);
            this.ends = ends;
        }

        @Override
        void body() {
            begun = System.nanoTime();
        }

        @Override
        void ended() {
            ends.down();
        }
    }
}
