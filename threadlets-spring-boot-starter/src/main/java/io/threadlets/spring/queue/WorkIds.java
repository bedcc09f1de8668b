package io.threadlets.spring.queue;

import io.threadlets.QueuedWork;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletWork;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers works when somebody first looks at them, so that those that nobody looks at cost nothing. A submission keeps
 * its number while it waits and runs; a work that is submitted again gets another one. Keeps no work alive. Safe from
 * any thread.
 */
public final class WorkIds {
    private final Map<Reference<?>, Known> byWork = new HashMap<>();
    private final ReferenceQueue<ThreadletWork> collected = new ReferenceQueue<>();
    private long last;

    WorkIds() {}

    /** One submission of a work. */
    public static final class Known {
        private static final long NOT_SEEN = -2;
        private static final long UNKNOWN = -1;
        private static final long MOST_UNSEEN_NANOS = 1_500_000_000;

        private final long id;
        private long earliest;
        private long latest;

        /** An earlier submission of the same work, which may still be completing. */
        private @Nullable Known before;

        private volatile boolean isCancelled;
        private volatile long firstCpuNanos = NOT_SEEN;

        private Known(long id, long earliest, long latest, @Nullable Known before) {
            this.id = id;
            this.earliest = earliest;
            this.latest = latest;
            this.before = before;
        }

        /**
         * The number.
         *
         * @return as people and programs write it
         */
        public long id() {
            return id;
        }

        /**
         * Whether somebody has asked for the end of this run.
         *
         * @return true from then on
         */
        public boolean isCancelled() {
            return isCancelled;
        }

        /**
         * How long its thread has used a processor since the work was first seen to run.
         *
         * @param nowNanos what the thread's processor clock shows
         * @param elapsedNanos how long the work has run
         * @return -1 if it may have used a processor for long before it was first seen
         */
        public long cpuNanos(long nowNanos, long elapsedNanos) {
            if (firstCpuNanos == NOT_SEEN) {
                firstCpuNanos = Math.min(nowNanos, elapsedNanos) > MOST_UNSEEN_NANOS ? UNKNOWN : nowNanos;
            }
            return firstCpuNanos == UNKNOWN ? -1 : nowNanos - firstCpuNanos;
        }

        /** Whether a submission at some time between these two may be this one; narrows the time if so. */
        private boolean isAt(long from, long to) {
            if (from - latest > 0 || earliest - to > 0) {
                return false;
            }
            earliest = from - earliest > 0 ? from : earliest;
            latest = to - latest < 0 ? to : latest;
            return true;
        }
    }

    /** Equal to another one for the same work, whatever the work says of equality. */
    private static final class Key extends WeakReference<ThreadletWork> {
        private final int hash;

        Key(ThreadletWork work, @Nullable ReferenceQueue<ThreadletWork> collected) {
            super(work, collected);
            this.hash = System.identityHashCode(work);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Key key && get() != null && key.refersTo(get()));
        }
    }

    /**
     * The number of a running work.
     *
     * @param work as it was listed
     * @param listing the time in which it was listed
     * @return always the same for the same run
     */
    public Known of(RunningWork work, Listing listing) {
        final Duration elapsed = work.elapsed();
        final Duration waited = work.waited();
        return of(work.work(), elapsed == null || waited == null ? null : elapsed.plus(waited), listing);
    }

    /**
     * The number of a waiting work.
     *
     * @param work as it was listed
     * @param listing the time in which it was listed
     * @return the one that it will have when it runs
     */
    public Known of(QueuedWork work, Listing listing) {
        return of(work.work(), work.age(), listing);
    }

    private synchronized Known of(ThreadletWork work, @Nullable Duration age, Listing listing) {
        forgetCollected();
        final Known newest = byWork.get(new Key(work, null));
        // Without times one submission cannot be told from another.
        final long from = age == null ? 0 : listing.fromNanos() - age.toNanos();
        final long to = age == null ? 0 : listing.toNanos() - age.toNanos();
        for (Known each = newest; each != null; each = each.before) {
            if (age == null || each.isAt(from, to)) {
                return each;
            }
        }
        if (newest != null) {
            newest.before = null;
        }
        final Known added = new Known(++last, from, to, newest);
        byWork.put(new Key(work, collected), added);
        return added;
    }

    /**
     * The number of a work that somebody has looked at.
     *
     * @param work any work
     * @return that of its last submission that was looked at; null if none was
     */
    public synchronized @Nullable Long ifShown(ThreadletWork work) {
        final Known newest = byWork.get(new Key(work, null));
        return newest == null ? null : newest.id();
    }

    /**
     * Somebody asks for the end of a run.
     *
     * @param work what runs
     * @param id the number of that run
     */
    public synchronized void markCancelled(ThreadletWork work, long id) {
        for (Known each = byWork.get(new Key(work, null)); each != null; each = each.before) {
            if (each.id == id) {
                each.isCancelled = true;
            }
        }
    }

    private void forgetCollected() {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            byWork.remove(gone);
        }
    }

    /**
     * The time in which works were listed: a little before, and a little after.
     *
     * @param fromNanos a reading of the clock before
     * @param toNanos a reading of the clock after
     */
    public record Listing(long fromNanos, long toNanos) {
        /**
         * A listing that has just been made.
         *
         * @param fromNanos a reading of the clock before it was
         * @return it, with a reading of the clock now
         */
        public static Listing since(long fromNanos) {
            return new Listing(fromNanos, System.nanoTime());
        }
    }
}
