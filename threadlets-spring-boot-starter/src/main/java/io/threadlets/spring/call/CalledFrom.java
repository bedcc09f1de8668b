package io.threadlets.spring.call;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller of a plain call stood: suppressed in what the call has thrown, if that was made on another thread.
 *
 * <p>An exception has at most one of these. Where it passes through several plain calls, one made in the body of the
 * other, this has the stacks of all their callers, the innermost first. Where it is thrown again and again, as a
 * constant is, this has the stack of the last caller. An exception that takes no suppressed ones stays as it is.
 */
final class CalledFrom extends Exception {
    private static final long serialVersionUID = 1L;

    /** More than a chain of callers has; a constant cannot grow beyond them. */
    private static final int MOST_FRAMES = 2_000;

    /** What was called, and on which threads the callers waited. Guarded by this, as the stack is. */
    private String text;

    /** The thread that waits in the last frames of the stack. */
    private long caller;

    private CalledFrom(String label) {
        super(null, null, /* enableSuppression= */ false, /* writableStackTrace= */ true);
        this.text = text(label);
        this.caller = Thread.currentThread().getId();
    }

    private static String text(String label) {
        return label + " was called on thread " + Thread.currentThread().getName();
    }

    /**
     * Adds the calling thread's stack to a failure of a plain call that it has made.
     *
     * @param label of the call
     * @param thrower the thread that the failure comes from, if it is known
     */
    static void addTo(Throwable failure, String label, @Nullable Thread thrower) {
        synchronized (failure) { // as its own methods do: another call may throw the same one
            for (Throwable suppressed : failure.getSuppressed()) {
                if (suppressed instanceof CalledFrom known) {
                    known.add(label, thrower);
                    return;
                }
            }
            failure.addSuppressed(new CalledFrom(label));
        }
    }

    private synchronized void add(String label, @Nullable Thread thrower) {
        final StackTraceElement[] inner = getStackTrace();
        final boolean isNested = thrower != null && thrower.getId() == caller && inner.length < MOST_FRAMES;
        text = isNested ? text + "; " + text(label) : text(label);
        caller = Thread.currentThread().getId();
        fillInStackTrace();
        if (isNested) {
            setStackTrace(
                    Stream.concat(Stream.of(inner), Stream.of(getStackTrace())).toArray(StackTraceElement[]::new));
        }
    }

    @Override
    public synchronized String getMessage() {
        return text;
    }
}
