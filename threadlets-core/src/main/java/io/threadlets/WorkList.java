package io.threadlets;

import org.jspecify.annotations.Nullable;

/** The works that wait, oldest first. Removal from anywhere takes O(1). Guarded by the engine's lock. */
final class WorkList {
    private @Nullable Place first;
    private @Nullable Place last;
    private int size;

    /** One work's place; gone from the list, and collectable, as soon as it is removed. */
    static final class Place {
        final WorkList list;
        final ThreadletWork work;

        /** What the work goes back to if it is refused after all. */
        final ThreadletWork.Before before;

        /** Whether the work counts as submitted: once nothing can refuse it any more. */
        boolean counted;

        private boolean linked;
        private @Nullable Place previous;
        private @Nullable Place next;

        Place(WorkList list, ThreadletWork work, ThreadletWork.Before before) {
            this.list = list;
            this.work = work;
            this.before = before;
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

    void addLast(Place place) {
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
