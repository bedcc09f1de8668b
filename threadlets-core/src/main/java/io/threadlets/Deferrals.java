package io.threadlets;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Works that their callers have put off: a caller runs a work itself, which submits others that it would have to run as
 * well ({@link OnFull#CALLER_RUNS}). It runs them before its outermost submission returns, first in, first out, so that
 * no chain of works needs a stack. Meanwhile anybody may take one back. Safe from any thread.
 *
 * <p>Invariant, under the lock: a work that is DEFERRED is here, and nothing else is. So who takes it out has it.
 */
final class Deferrals {
    private final IdentityHashMap<ThreadletWork, Deferral> places = new IdentityHashMap<>(1);

    /** The works of one caller, in order. Guarded by the lock of the deferrals. */
    static final class Line {
        private @Nullable Deferral first;
        private @Nullable Deferral last;
    }

    /** A work with what belongs to its submission. */
    static final class Deferral {
        final ThreadletWork work;
        final @Nullable Executor home;
        final long submittedNanos;
        private final Line line;
        private @Nullable Deferral before;
        private @Nullable Deferral after;

        Deferral(ThreadletWork work, @Nullable Executor home, long submittedNanos, Line line) {
            this.work = work;
            this.home = home;
            this.submittedNanos = submittedNanos;
            this.line = line;
        }
    }

    /** Puts a claimed work off; it is DEFERRED then. An OutOfMemoryError leaves it claimed. */
    synchronized void add(Engine engine, Deferral deferral) {
        places.put(deferral.work, deferral);
        final Line line = deferral.line;
        deferral.before = line.last;
        if (line.last == null) {
            line.first = deferral;
        } else {
            line.last.after = deferral;
        }
        line.last = deferral;
        deferral.work.defer(engine);
    }

    /** Takes a work out, which is DEQUEUING then; null if it is not here. */
    synchronized @Nullable Deferral take(ThreadletWork work) {
        final Deferral place = places.get(work);
        return place == null ? null : takeOut(place);
    }

    synchronized @Nullable Deferral takeFirst(Line line) {
        return line.first == null ? null : takeOut(line.first);
    }

    /** Lists all, each line in its order. */
    synchronized void addTo(List<ThreadletWork> works) {
        for (Deferral some : places.values()) {
            if (some.before == null) {
                for (Deferral each = some; each != null; each = each.after) {
                    works.add(each.work);
                }
            }
        }
    }

    private Deferral takeOut(Deferral place) {
        places.remove(place.work);
        final Line line = place.line;
        if (place.before == null) {
            line.first = place.after;
        } else {
            place.before.after = place.after;
        }
        if (place.after == null) {
            line.last = place.before;
        } else {
            place.after.before = place.before;
        }
        place.work.take();
        return place;
    }
}
