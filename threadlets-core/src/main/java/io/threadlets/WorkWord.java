package io.threadlets;

/**
 * A work's state and its turn in one int, so that one CAS decides on both. Pure functions.
 *
 * <pre>
 *   31 .......... 4 | 3 .. 0
 *         turn      | phase     turn: where the work waits, its position in the list, modulo 2^28; while it runs, the
 *                               number of the run, by which its thread is found; else one more than before
 *
 *   NEW, SUCCEEDED, FAILED, DEQUEUED --claim--&gt; CLAIMED --enqueue--&gt; QUEUED --tryStart--&gt; STARTING --end--&gt; DEQUEUED
 *        ^                                       | |  |               |                     |            (obsolete)
 *        '------------release--------------------' |  '-defer-&gt; DEFERRED                    |          FAILED (orphan)
 *        ^                                         |               |  |                     |
 *        |                                         |           take|  | tryDequeue          | begin
 *        '------------release--------------- DEQUEUING &lt;-----------'--'                     |
 *                                             |    |                                        |
 *                      DEQUEUED &lt;----end------'    '--begin (in place, or in the caller)-.  |
 *                                                                                        v  v
 *   SUCCEEDED, FAILED &lt;--end-- FINISHING &lt;--finish-- INTERRUPTED &lt;--&gt; INTERRUPTING &lt;--- RUNNING
 *                                  ^                                                       |
 *                                  '--------------------------finish-----------------------'
 *
 *   A caller that is to run a CLAIMED work takes it to DEQUEUING as well. tryDequeue passes STARTING; on the wrong queue,
 *   it and tryStart go back from there to QUEUED (W3).
 * </pre>
 *
 * <ul>
 *   <li>W1 Who brings a work to CLAIMED, DEQUEUING, STARTING or FINISHING is the only one to write it until the next
 *       phase; nothing that takes long comes in between, but for listeners in CLAIMED.
 *   <li>W2 An interrupt is sent between INTERRUPTING and INTERRUPTED only, and {@code finish} waits for that to pass:
 *       so none can reach the thread after the work has left it.
 *   <li>W3 A thread that found the work at a position of a queue starts it, or takes it back, only if it still waits
 *       there. Were it to wait 2^28 positions on within the few instructions between a look and a CAS, it would be
 *       taken for what it was; it would still run once.
 * </ul>
 */
final class WorkWord {
    static final int NEW = 0;
    static final int CLAIMED = 1;

    /** Put off by the caller that is to run it ({@link CallerRuns}), and in no list of the queue. */
    static final int DEFERRED = 2;

    static final int QUEUED = 3;
    static final int DEQUEUING = 4;
    static final int STARTING = 5;
    static final int RUNNING = 6;
    static final int INTERRUPTING = 7;
    static final int INTERRUPTED = 8;
    static final int FINISHING = 9;
    static final int SUCCEEDED = 10;
    static final int FAILED = 11;
    static final int DEQUEUED = 12;

    /** How many turns there are before they repeat. */
    static final long TURNS = 1L << 28;

    private static final int PHASE_BITS = 4;
    private static final int PHASE_MASK = (1 << PHASE_BITS) - 1;

    private WorkWord() {}

    static int phase(int word) {
        return word & PHASE_MASK;
    }

    static int turn(int word) {
        return word >>> PHASE_BITS;
    }

    /** The same turn in another phase. */
    static int withPhase(int word, int phase) {
        return (word & ~PHASE_MASK) | phase;
    }

    /** Waiting at a position. */
    static int queuedAt(long position) {
        return ((int) position << PHASE_BITS) | QUEUED;
    }

    /** Running, on the run with this number. */
    static int runningOn(int run) {
        return (run << PHASE_BITS) | RUNNING;
    }

    /** The last position, up to a given one, that a word can mean. */
    static long lastPosition(long upTo, int word) {
        return upTo - ((upTo - turn(word)) & (TURNS - 1));
    }

    /** The next turn, claimed. */
    static int nextTurn(int word) {
        return ((turn(word) + 1) << PHASE_BITS) | CLAIMED;
    }

    /** Whether a work in this state may be submitted. */
    static boolean isSubmittable(int word) {
        final int phase = phase(word);
        return phase == NEW || phase >= SUCCEEDED;
    }

    static boolean isQueued(int word) {
        return phase(word) == QUEUED;
    }

    static boolean isDeferred(int word) {
        return phase(word) == DEFERRED;
    }

    /** Whether the body is being run, and can be interrupted. */
    static boolean isInBody(int word) {
        final int phase = phase(word);
        return phase >= RUNNING && phase <= INTERRUPTED;
    }

    /** Whether the next phase is a few instructions away. */
    static boolean isBetween(int word) {
        final int phase = phase(word);
        return phase == STARTING || phase == DEQUEUING;
    }

    static ThreadletWork.State state(int word) {
        return switch (phase(word)) {
            case NEW -> ThreadletWork.State.NEW;
            case CLAIMED, DEFERRED, QUEUED, DEQUEUING, STARTING -> ThreadletWork.State.QUEUED;
            case RUNNING, INTERRUPTING, INTERRUPTED, FINISHING -> ThreadletWork.State.RUNNING;
            case SUCCEEDED -> ThreadletWork.State.SUCCEEDED;
            case FAILED -> ThreadletWork.State.FAILED;
            case DEQUEUED -> ThreadletWork.State.DEQUEUED;
            default -> throw new IllegalStateException("Invalid phase in the word of a work: " + word);
        };
    }
}
