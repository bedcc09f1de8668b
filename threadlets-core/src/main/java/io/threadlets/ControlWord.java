package io.threadlets;

/**
 * The numbers that decide everything, in one {@code long}, so that each decision is one CAS. Pure functions.
 *
 * <pre>
 *   63 62 | 61 ..... 45 | 44 ..... 28 | 27 ....... 0
 *   phase |   leaving   |    total    | net + 2^27
 *
 *   total    threads from the decision to start one until the decision that it leaves
 *   leaving  those of them that are to leave and do not know yet; they can be kept after all. live = total - leaving
 *   net      live threads that run nothing, less works accepted and not taken:
 *            above 0 the idle threads, below 0 the queued works, never both
 *
 *   RUNNING &lt;--pause, resume--&gt; PAUSED
 *      '-----------shutdown---------'--&gt; SHUTDOWN --shutdownNow--&gt; STOPPED
 * </pre>
 *
 * A thread that runs nothing is being started, looks for a work, or idles. Which of them a number stands for does not
 * matter: threads swap their roles, the balance holds. The invariants:
 *
 * <ul>
 *   <li>C1 A thread that runs nothing takes at most one work before it no longer runs nothing; so as many works are
 *       claimed as such threads are live, and {@code net} says what is left of either.
 *   <li>C2 A thread is started only while {@code total} is below the limit.
 *   <li>C3 {@code net < 0} implies that {@code live} is at the limit, but for threads that could not be started.
 *   <li>C4 A thread leaves for idleness only while {@code net > 0} and {@code live} is above the minimum. Where all are
 *       claimed nobody leaves, so that no work is stranded.
 *   <li>C5 {@code net > 0} implies that {@code live} is at most what may be kept: surplus idle threads are told to
 *       leave by the CAS that makes them idle. In a pause, and after shutdown, none may be kept.
 * </ul>
 */
final class ControlWord {
    static final int RUNNING = 0;
    static final int PAUSED = 1;
    static final int SHUTDOWN = 2;
    static final int STOPPED = 3;

    /** The most threads and queued works that can be counted; more are refused, whatever the queue's limits. */
    static final int MAX_THREADS = (1 << 17) - 1;

    /** Leaves room for each thread to give its work back. */
    static final int MAX_QUEUED = (1 << 27) - 1 - MAX_THREADS;

    static final long NET_ONE = 1L;
    static final long TOTAL_ONE = 1L << 28;
    static final long LEAVING_ONE = 1L << 45;

    private static final int NET_BIAS = 1 << 27;
    private static final long NET_MASK = TOTAL_ONE - 1;
    private static final int TOTAL_SHIFT = 28;
    private static final int LEAVING_SHIFT = 45;
    private static final int PHASE_SHIFT = 62;

    /** Running, without threads or works. */
    static final long EMPTY = NET_BIAS;

    private ControlWord() {}

    // ---- readings ----

    static int net(long word) {
        return (int) (word & NET_MASK) - NET_BIAS;
    }

    static int idle(long word) {
        return Math.max(net(word), 0);
    }

    static int queued(long word) {
        return Math.max(-net(word), 0);
    }

    static int total(long word) {
        return (int) (word >>> TOTAL_SHIFT) & MAX_THREADS;
    }

    static int leaving(long word) {
        return (int) (word >>> LEAVING_SHIFT) & MAX_THREADS;
    }

    static int live(long word) {
        return total(word) - leaving(word);
    }

    static int phase(long word) {
        return (int) (word >>> PHASE_SHIFT);
    }

    static boolean isShutdown(long word) {
        return phase(word) >= SHUTDOWN;
    }

    /** Whether no work is to begin any more, whatever waits. */
    static boolean isClosed(long word) {
        return phase(word) == PAUSED || phase(word) == STOPPED;
    }

    /** How many threads there may be to run works. */
    static int limit(long word, int max) {
        return isClosed(word) ? 0 : Math.min(max, MAX_THREADS);
    }

    /** Whether a thread is wanted, for a work or up to the floor, and allowed. */
    static boolean wantsThread(long word, int max, int floor) {
        return (net(word) < 0 || live(word) < floor) && live(word) < limit(word, max);
    }

    /** Whether a thread that has idled long enough may go. */
    static boolean mayTimeOut(long word, int min) {
        return net(word) > 0 && live(word) > min;
    }

    /** Whether more wait than may: the threads that they were accepted for did not start. */
    static boolean isOverfull(long word, int capacity) {
        return queued(word) > capacity;
    }

    /** Whether works may have to be answered for, since there is no thread although there may be some. */
    static boolean isDeserted(long word) {
        return total(word) == 0 && !isClosed(word);
    }

    /** Whether a submission would be answered, with room or a refusal, and not have to wait for room. */
    static boolean isAnswering(long word, int max, int capacity) {
        return isShutdown(word)
                || withQueued(word, capacity) != word
                || withThreadFor(word, max) != word
                || withKeptFor(word, max) != word;
    }

    /** Whether all is over. */
    static boolean isQuiet(long word) {
        return isShutdown(word) && total(word) == 0 && net(word) == 0;
    }

    // ---- transitions: the word after it; the same word where it is not allowed ----

    /** A submission claims an idle thread, or waits. */
    static long withQueued(long word, int capacity) {
        return -net(word) < Math.min(capacity, MAX_QUEUED) ? word - NET_ONE : word;
    }

    /** A thread is started, for a submission that has no other. */
    static long withThreadFor(long word, int max) {
        return net(word) <= 0 && total(word) < limit(word, max) ? word + TOTAL_ONE : word;
    }

    /** A thread that was to leave stays, for a submission that has no other. */
    static long withKeptFor(long word, int max) {
        return net(word) <= 0 && leaving(word) > 0 && live(word) < limit(word, max) ? word - LEAVING_ONE : word;
    }

    /** A thread is started for what waits already, or up to the floor. */
    static long withStarted(long word, int max, int floor) {
        return wantsThread(word, max, floor) && total(word) < limit(word, max) ? word + TOTAL_ONE + NET_ONE : word;
    }

    /** A thread that was to leave stays for that. */
    static long withKept(long word, int max, int floor) {
        return wantsThread(word, max, floor) && leaving(word) > 0 ? word - LEAVING_ONE + NET_ONE : word;
    }

    /** Threads that were decided on do not run. Where some thread is to leave, these are the ones that do. */
    static long withFailedStarts(long word, int threads) {
        final int dismissals = Math.min(threads, leaving(word));
        return word - threads * TOTAL_ONE - dismissals * LEAVING_ONE - (threads - dismissals) * NET_ONE;
    }

    /** A thread more that runs nothing, or a work less that waits. */
    static long withReleased(long word, int max) {
        return withDismissed(word + NET_ONE, max);
    }

    /** A thread is done with its work: it runs nothing, or is gone if there are too many. In two steps, see below. */
    static long withFinished(long word, int max) {
        return withTrimmed(word + NET_ONE, max);
    }

    /**
     * A thread that runs nothing, and is counted so, is gone if there are too many; or too many idle ones are to leave.
     */
    static long withTrimmed(long word, int max) {
        return live(word) > limit(word, max) ? word - TOTAL_ONE - NET_ONE : withDismissed(word, max);
    }

    /** Idle threads of which there are too many are to leave (C5). */
    static long withDismissed(long word, int max) {
        final int keepable = phase(word) == RUNNING ? max : 0;
        final int surplus = Math.min(net(word), live(word) - keepable);
        return surplus > 0 ? word + surplus * (LEAVING_ONE - NET_ONE) : word;
    }

    /**
     * A thread leaves since some thread is to. Threads being started come first: if one of them fails to start after
     * all, no thread has left in its place.
     */
    static long withLeft(long word, int starting) {
        return leaving(word) > starting ? word - LEAVING_ONE - TOTAL_ONE : word;
    }

    /** Where no work is to begin a thread that was claimed leaves all the same, and its work waits again. */
    static long withLeftClosed(long word) {
        return isClosed(word) && live(word) > 0 ? word - TOTAL_ONE - NET_ONE : word;
    }

    /** An idle thread leaves that has idled long enough (C4). */
    static long withTimedOut(long word, int min) {
        return mayTimeOut(word, min) ? word - TOTAL_ONE - NET_ONE : word;
    }

    /**
     * Another phase, with the threads dismissed that may not be kept in it. No phase follows an earlier one but
     * RUNNING.
     */
    static long withPhase(long word, int phase, int max) {
        final boolean allowed = phase == RUNNING ? phase(word) == PAUSED : phase(word) < phase;
        return allowed ? withDismissed((word & ~(3L << PHASE_SHIFT)) | ((long) phase << PHASE_SHIFT), max) : word;
    }
}
