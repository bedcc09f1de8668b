package io.threadlets;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The works that submitters run themselves ({@link OnFull#CALLER_RUNS}). Guarded by the engine's lock.
 *
 * <p>Such runs nest: a body may submit, and have its caller, which is itself, run that. But a work that is submitted
 * again from its own {@code completed} is run after that has returned, so that one that goes on like this needs no
 * stack.
 */
final class CallerRuns {
    private final IdentityHashMap<Thread, Frame> innermost = new IdentityHashMap<>();

    /** One work being run by its submitter, perhaps several times. */
    static final class Frame {
        final ThreadletWork work;
        private final @Nullable Frame outer;
        private boolean again;

        private Frame(ThreadletWork work, @Nullable Frame outer) {
            this.work = work;
            this.outer = outer;
        }

        /** Whether the work was submitted again since this was last asked. */
        boolean takeAgain() {
            final boolean asked = again;
            again = false;
            return asked;
        }
    }

    boolean isEmpty() {
        return innermost.isEmpty();
    }

    boolean contains(Thread thread) {
        return innermost.containsKey(thread);
    }

    Frame enter(ThreadletWork work) {
        final Thread thread = Thread.currentThread();
        final Frame frame = new Frame(work, innermost.get(thread));
        innermost.put(thread, frame);
        return frame;
    }

    void leave(Frame frame) {
        if (frame.outer == null) {
            innermost.remove(Thread.currentThread());
        } else {
            innermost.put(Thread.currentThread(), frame.outer);
        }
    }

    /** Leaves a claimed work to the frame on this thread that is completing it; false if there is none. */
    @SuppressWarnings("ReferenceEquality") // works may define equality as they like
    boolean deferToOwnFrame(ThreadletWork work) {
        for (Frame frame = innermost.get(Thread.currentThread()); frame != null; frame = frame.outer) {
            if (frame.work == work) {
                frame.again = true;
                return true;
            }
        }
        return false;
    }
}
