package io.threadlets;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The works that submitters run themselves ({@link OnFull#CALLER_RUNS}). Safe from any thread.
 *
 * <p>Such runs nest: a body may submit, and have its caller, which is itself, run that. But a work that is submitted
 * again from its own {@code completed} is run after that has returned, so that one that goes on like this needs no
 * stack.
 */
final class CallerRuns {
    private final IdentityHashMap<Thread, Frame> innermost = new IdentityHashMap<>();

    /** One work being run by its submitter, perhaps several times. Used by that thread alone, but for its run. */
    static final class Frame {
        final ThreadletWork work;
        final WorkRun run;
        private final @Nullable Frame outer;
        private boolean again = true;
        private @Nullable Executor home;
        private long submittedNanos;

        private Frame(
                ThreadletWork work, @Nullable Executor home, long submittedNanos, WorkRun run, @Nullable Frame outer) {
            this.work = work;
            this.home = home;
            this.submittedNanos = submittedNanos;
            this.run = run;
            this.outer = outer;
        }

        /** Whether the work was submitted since this was last asked; it is the run's then. */
        boolean takeNext(long order) {
            final boolean asked = again;
            again = false;
            if (asked) {
                run.accept(work, home, submittedNanos, order);
                home = null;
            }
            return asked;
        }
    }

    synchronized boolean isEmpty() {
        return innermost.isEmpty();
    }

    synchronized boolean contains(Thread thread) {
        return innermost.containsKey(thread);
    }

    synchronized List<WorkRun> runs() {
        final List<WorkRun> runs = new ArrayList<>();
        for (Frame frame : innermost.values()) {
            for (Frame each = frame; each != null; each = each.outer) {
                runs.add(each.run);
            }
        }
        return runs;
    }

    /** The work whose body the calling thread is in, innermost if they nest. */
    synchronized @Nullable ThreadletWork current() {
        for (Frame frame = innermost.get(Thread.currentThread()); frame != null; frame = frame.outer) {
            final ThreadletWork work = frame.run.current();
            if (work != null) {
                return work;
            }
        }
        return null;
    }

    synchronized Frame enter(ThreadletWork work, @Nullable Executor home, long submittedNanos, WorkRun run) {
        final Thread thread = Thread.currentThread();
        final Frame frame = new Frame(work, home, submittedNanos, run, innermost.get(thread));
        innermost.put(thread, frame);
        return frame;
    }

    synchronized void leave(Frame frame) {
        if (frame.outer == null) {
            innermost.remove(Thread.currentThread());
        } else {
            innermost.put(Thread.currentThread(), frame.outer);
        }
    }

    /** Leaves a claimed work to the frame on this thread that is completing it; false if there is none. */
    @SuppressWarnings("ReferenceEquality") // works may define equality as they like
    synchronized boolean deferToOwnFrame(ThreadletWork work, @Nullable Executor home, long submittedNanos) {
        for (Frame frame = innermost.get(Thread.currentThread()); frame != null; frame = frame.outer) {
            if (frame.work == work) {
                frame.again = true;
                frame.home = home;
                frame.submittedNanos = submittedNanos;
                return true;
            }
        }
        return false;
    }
}
