package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The {@link ControlWord} that is in force. Every access is volatile, every change one CAS or addition. */
final class Control extends ControlPadding {
    private static final VarHandle WORD = Fields.handle(MethodHandles.lookup(), "word", long.class);

    /**
     * A transition of the {@link ControlWord}; the same word where it is not allowed. Constants, so that none
     * allocates.
     */
    @FunctionalInterface
    interface Step {
        long after(long word, int a, int b);
    }

    static final Step RELEASED = (word, max, none) -> ControlWord.withReleased(word, max);
    static final Step FINISHED = (word, max, none) -> ControlWord.withFinished(word, max);
    static final Step TRIMMED = (word, max, none) -> ControlWord.withTrimmed(word, max);
    static final Step DISMISSED = (word, max, none) -> ControlWord.withDismissed(word, max);
    static final Step LEFT = (word, starting, none) -> ControlWord.withLeft(word, starting);
    static final Step LEFT_CLOSED = (word, none, none2) -> ControlWord.withLeftClosed(word);
    static final Step TIMED_OUT = (word, min, none) -> ControlWord.withTimedOut(word, min);
    static final Step START_FAILED = (word, none, none2) -> ControlWord.withFailedStarts(word, 1);
    static final Step THREAD_LOST = (word, none, none2) -> word - ControlWord.TOTAL_ONE;
    static final Step PHASE = ControlWord::withPhase;

    private volatile long word = ControlWord.EMPTY;

    @SuppressWarnings("unused") // keeps what follows off the word's cache lines
    private long p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    /**
     * What a submission gets.
     *
     * @param word where it is refused, the word that refuses it
     */
    record Admission(Kind kind, long word) {
        static final Admission QUEUED = new Admission(Kind.QUEUED, 0);
        static final Admission START = new Admission(Kind.START, 0);

        enum Kind {
            /** An idle thread, or a place to wait. */
            QUEUED,
            /** A thread that is to be started. */
            START,
            FULL,
            /** There is no thread, and none may be started for now. */
            NO_THREAD,
            SHUTDOWN
        }
    }

    long get() {
        return word;
    }

    /** Tries one transition on the word that was seen. */
    boolean cas(long seen, long next) {
        return WORD.compareAndSet(this, seen, next);
    }

    /**
     * The submission's decision: grow before queueing.
     *
     * @param mayStart whether threads may be started for now
     */
    Admission admit(int max, int capacity, boolean mayStart) {
        while (true) {
            final long seen = word;
            if (ControlWord.isShutdown(seen)) {
                return new Admission(Admission.Kind.SHUTDOWN, seen);
            }
            long next = ControlWord.withKeptFor(seen, max);
            Admission admission = Admission.QUEUED;
            if (next == seen && mayStart) {
                next = ControlWord.withThreadFor(seen, max);
                admission = Admission.START;
            }
            if (next == seen && !mayStart && ControlWord.isDeserted(seen)) {
                return new Admission(Admission.Kind.NO_THREAD, seen);
            }
            if (next == seen) {
                next = ControlWord.withQueued(seen, capacity);
                admission = Admission.QUEUED;
            }
            if (next == seen) {
                return new Admission(Admission.Kind.FULL, seen);
            }
            if (cas(seen, next)) {
                return admission;
            }
        }
    }

    /** Makes a transition, if it is allowed; returns the word before. */
    long move(Step step, int a, int b) {
        while (true) {
            final long seen = word;
            final long next = step.after(seen, a, b);
            if (next == seen || cas(seen, next)) {
                return seen;
            }
        }
    }

    /**
     * A thread runs nothing any more. An addition costs less than a look and a CAS; the word after it may have to be
     * trimmed. Where submissions are concerned there is no such short cut: one that is taken back was seen by others.
     */
    long free() {
        return (long) WORD.getAndAdd(this, ControlWord.NET_ONE) + ControlWord.NET_ONE;
    }
}

/** Keeps what comes before off the word's cache lines: a superclass's fields are laid out first. */
abstract class ControlPadding {
    @SuppressWarnings("unused")
    private long q1, q2, q3, q4, q5, q6, q7, q8, q9, q10, q11, q12, q13, q14, q15;
}
