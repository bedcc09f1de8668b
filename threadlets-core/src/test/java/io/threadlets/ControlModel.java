package io.threadlets;

/**
 * The fields of a {@link ControlWord} as plain numbers, and its transitions on them: what the word is to compute,
 * without the bits. A transition that is not allowed gives the same numbers.
 */
record ControlModel(int phase, int leaving, int total, int net) {
    static final ControlModel EMPTY = new ControlModel(ControlWord.RUNNING, 0, 0, 0);

    private static final int MOST_THREADS = 131_071;
    private static final int MOST_QUEUED = ControlWord.MAX_QUEUED;

    /** By the bit table, and its accessors. */
    static ControlModel of(long word) {
        final ControlModel model = new ControlModel(
                ControlWord.phase(word), ControlWord.leaving(word), ControlWord.total(word), ControlWord.net(word));
        if (model.word() != word) {
            throw new AssertionError(Long.toBinaryString(word) + " reads as " + model);
        }
        return model;
    }

    long word() {
        return phase * (1L << 62) + leaving * (1L << 45) + total * (1L << 28) + (net + (1L << 27));
    }

    int live() {
        return total - leaving;
    }

    boolean isShutdown() {
        return phase > ControlWord.PAUSED;
    }

    boolean isClosed() {
        return phase == ControlWord.PAUSED || phase == ControlWord.STOPPED;
    }

    int limit(int max) {
        if (isClosed()) {
            return 0;
        }
        return max > MOST_THREADS ? MOST_THREADS : max;
    }

    private int keepable(int max) {
        return phase == ControlWord.RUNNING ? max : 0;
    }

    /** Something waits only while there are as many threads as may be. */
    boolean holdsC3(int max) {
        return net >= 0 || live() >= limit(max);
    }

    /** Nobody idles of whom there are too many. */
    boolean holdsC5(int max) {
        return net <= 0 || live() <= keepable(max);
    }

    boolean wantsThread(int max, int floor) {
        final boolean wanted = net < 0 || live() < floor;
        return wanted && live() < limit(max);
    }

    private ControlModel with(int moreLeaving, int moreTotal, int moreNet) {
        return new ControlModel(phase, leaving + moreLeaving, total + moreTotal, net + moreNet);
    }

    // ---- submissions ----

    ControlModel queued(int capacity) {
        if (net > 0) {
            return with(0, 0, -1);
        }
        final int waiting = -net;
        return waiting < capacity && waiting < MOST_QUEUED ? with(0, 0, -1) : this;
    }

    /** The thread comes, and is claimed at once: net stays. */
    ControlModel startedFor(int max) {
        return net > 0 || total >= limit(max) ? this : with(0, 1, 0);
    }

    ControlModel keptFor(int max) {
        return net > 0 || leaving == 0 || live() >= limit(max) ? this : with(-1, 0, 0);
    }

    Control.Admission.Kind admission(int max, int capacity, boolean mayStart) {
        if (isShutdown()) {
            return Control.Admission.Kind.SHUTDOWN;
        }
        if (!keptFor(max).equals(this)) {
            return Control.Admission.Kind.QUEUED;
        }
        if (mayStart && !startedFor(max).equals(this)) {
            return Control.Admission.Kind.START;
        }
        if (!mayStart && total == 0 && !isClosed()) {
            return Control.Admission.Kind.NO_THREAD;
        }
        return queued(capacity).equals(this) ? Control.Admission.Kind.FULL : Control.Admission.Kind.QUEUED;
    }

    ControlModel admitted(int max, int capacity, boolean mayStart) {
        return switch (admission(max, capacity, mayStart)) {
            case SHUTDOWN, NO_THREAD, FULL -> this;
            case START -> startedFor(max);
            case QUEUED -> keptFor(max).equals(this) ? queued(capacity) : keptFor(max);
        };
    }

    // ---- growth ----

    ControlModel started(int max, int floor) {
        return wantsThread(max, floor) && total < limit(max) ? with(0, 1, 1) : this;
    }

    ControlModel kept(int max, int floor) {
        return wantsThread(max, floor) && leaving > 0 ? with(-1, 0, 1) : this;
    }

    /** One after the other: one of those that are to leave is that thread, else a live one is missing. */
    ControlModel startsFailed(int threads) {
        ControlModel now = this;
        for (int i = 0; i < threads; i++) {
            now = now.leaving > 0 ? now.with(-1, -1, 0) : now.with(0, -1, -1);
        }
        return now;
    }

    // ---- what ends ----

    ControlModel dismissed(int max) {
        ControlModel now = this;
        while (!now.holdsC5(max)) {
            now = now.with(1, 0, -1);
        }
        return now;
    }

    ControlModel released(int max) {
        return with(0, 0, 1).dismissed(max);
    }

    ControlModel finished(int max) {
        return live() > limit(max) ? with(0, -1, 0) : released(max);
    }

    ControlModel left(int starting) {
        return leaving > starting ? with(-1, -1, 0) : this;
    }

    ControlModel leftClosed() {
        return isClosed() && live() > 0 ? with(0, -1, -1) : this;
    }

    ControlModel timedOut(int min) {
        return net > 0 && live() > min ? with(0, -1, -1) : this;
    }

    ControlModel entered(int to, int max) {
        final boolean allowed = switch (phase) {
            case ControlWord.RUNNING -> to != ControlWord.RUNNING;
            case ControlWord.PAUSED -> to != ControlWord.PAUSED;
            case ControlWord.SHUTDOWN -> to == ControlWord.STOPPED;
            default -> false;
        };
        return allowed ? new ControlModel(to, leaving, total, net).dismissed(max) : this;
    }
}
