package io.threadlets;

/**
 * A work's state and its turn in one int, so that one CAS decides both. Pure functions.
 *
 * <pre>
 *   31 .......... 4 3 .. 0
 *   turn            phase        turn: how often the work was submitted, modulo 2^28
 *
 *   NEW, SUCCEEDED, FAILED, DEQUEUED --claim--> CLAIMED --enqueue--> QUEUED --start--> RUNNING --finish--> FINISHING
 *                                                  |                   |                 | ^  interrupt        |
 *                                                  '--start (caller)---|---> RUNNING     v |                   |end
 *                                                                      |          INTERRUPTING                 v
 *                                       (as before) <--release---------|                 |            SUCCEEDED, FAILED
 *                                       DEQUEUED <-----dequeue---------|                 v
 *                                       FAILED   <-----fail------------'           INTERRUPTED --finish--> FINISHING
 * </pre>
 *
 * An interrupt is sent between INTERRUPTING and INTERRUPTED only, and {@code finish} waits for that to pass: so none
 * can reach the thread after the work has left it.
 */
final class WorkWord {
    static final int NEW = 0;
    static final int CLAIMED = 1;
    static final int QUEUED = 2;
    static final int RUNNING = 3;
    static final int INTERRUPTING = 4;
    static final int INTERRUPTED = 5;
    static final int FINISHING = 6;
    static final int SUCCEEDED = 7;
    static final int FAILED = 8;
    static final int DEQUEUED = 9;

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

    /** The next turn, claimed. */
    static int nextTurn(int word) {
        return ((turn(word) + 1) << PHASE_BITS) | CLAIMED;
    }

    /** Whether a work in this state may be submitted. */
    static boolean isSubmittable(int word) {
        final int phase = phase(word);
        return phase == NEW || phase >= SUCCEEDED;
    }

    static ThreadletWork.State state(int word) {
        return switch (phase(word)) {
            case NEW -> ThreadletWork.State.NEW;
            case CLAIMED, QUEUED -> ThreadletWork.State.QUEUED;
            case RUNNING, INTERRUPTING, INTERRUPTED, FINISHING -> ThreadletWork.State.RUNNING;
            case SUCCEEDED -> ThreadletWork.State.SUCCEEDED;
            case FAILED -> ThreadletWork.State.FAILED;
            case DEQUEUED -> ThreadletWork.State.DEQUEUED;
            default -> throw new IllegalStateException("Invalid phase in the word of a work: " + word);
        };
    }
}
