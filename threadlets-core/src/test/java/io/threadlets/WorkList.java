package io.threadlets;

import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The works that wait, oldest first. Removal from anywhere takes O(1). Guarded by the engine's lock. */
final class WorkList {
    private final IdentityHashMap<ThreadletWork, Place> places = new IdentityHashMap<>();
    private @Nullable Place first;
    private @Nullable Place last;
    private int size;

    /**
     * One work's place, with what belongs to its submission; gone from the list, and collectable, as soon as it is
     * removed.
     */
    static final class Place {
        final WorkList list;
        final ThreadletWork work;

        final @Nullable Executor home;
        final long submittedNanos;

        /** What the work goes back to if it is refused after all. */
        private final int wordBefore;

        private final @Nullable Engine ownerBefore;

        /** Whether the work counts as submitted: once nothing can refuse it any more. */
        boolean counted;

        private boolean linked;
        private @Nullable Place previous;
        private @Nullable Place next;

        /** A place for a work that is CLAIMED. */
        Place(
                WorkList list,
                ThreadletWork work,
                @Nullable Executor home,
                long submittedNanos,
                int wordBefore,
                @Nullable Engine ownerBefore) {
            this.list = list;
            this.work = work;
            this.home = home;
            this.submittedNanos = submittedNanos;
            this.wordBefore = wordBefore;
            this.ownerBefore = ownerBefore;
        }

        /** Brings the work, CLAIMED or DEQUEUING, back to what it was: it was refused after all. */
        void release() {
            work.release(wordBefore, ownerBefore);
        }

        boolean isLinked() {
            return linked;
        }

        @Nullable
        Place next() {
            return next;
        }
    }

    int size() {
        return size;
    }

    @Nullable
    Place first() {
        return first;
    }

    /** The place where a work waits; null if it does not wait here. */
    @Nullable
    Place find(ThreadletWork work) {
        return places.get(work);
    }

    void addLast(Place place) {
        places.put(place.work, place);
        place.previous = last;
        if (last == null) {
            first = place;
        } else {
            last.next = place;
        }
        last = place;
        place.linked = true;
        size++;
    }

    void remove(Place place) {
        places.remove(place.work);
        final Place before = place.previous;
        final Place after = place.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        place.previous = null;
        place.next = null;
        place.linked = false;
        size--;
    }
}
