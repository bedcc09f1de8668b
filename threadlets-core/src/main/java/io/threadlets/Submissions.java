package io.threadlets;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a submission does, from the claim of the work to the thread that will look for it. */
final class Submissions {
    /** The patience of who waits until there is room. */
    static final LongSupplier FOREVER = () -> Long.MAX_VALUE;

    private final AtomicState state;
    private final QueueConfig config;
    private final CallerRuns callers;
    private final Supplier<Control.Admission> admit = this::admit;
    private final LongSupplier untilStarts;

    Submissions(AtomicState state, CallerRuns callers) {
        this.state = state;
        this.config = state.config;
        this.callers = callers;
        this.untilStarts = state.backoff::remainingNanos;
    }

    void submit(ThreadletWork work, @Nullable Executor home) {
        final Executor along = FlightRecorder.submitted(home);
        submit(work, along, claim(work), FOREVER);
    }

    /** A work that the queue has made itself, and that nobody else can submit: to claim it needs no CAS. */
    void submitFresh(ThreadletWork work, LongSupplier patience) {
        final Executor along = FlightRecorder.submitted(null);
        submit(work, along, work.claimFresh(), patience);
    }

    private void submit(ThreadletWork work, @Nullable Executor home, int before, LongSupplier patience) {
        final Control.Admission admission;
        try {
            admission = state.gate.isStrict() ? null : admit();
        } catch (Throwable noMemory) {
            work.release(before);
            throw noMemory;
        }
        if (admission == null) {
            full(work, home, before, state.control.get(), patience);
            return;
        }
        switch (admission.kind()) {
            case QUEUED -> queue(work, home, before);
            case START -> start(work, home, before);
            case FULL -> full(work, home, before, admission.word(), patience);
            case NO_THREAD -> throw reject(work, before, Refusal.Why.NO_THREAD, admission.word());
            case SHUTDOWN -> throw reject(work, before, Refusal.Why.SHUTDOWN, admission.word());
        }
    }

    private int claim(ThreadletWork work) {
        final int before = work.claim();
        if (before == -1) {
            throw work.notSubmittable(state.engine);
        }
        return before;
    }

    private Control.Admission admit() {
        final int max = state.max;
        final Control.Admission admission = state.control.admit(max, state.capacity, !state.backoff.isBlocking());
        if (max != state.max) {
            state.resized();
        }
        return admission;
    }

    private RuntimeException reject(ThreadletWork work, int before, Refusal.Why why, long word) {
        work.release(before);
        return state.refuse(work, why, word, why == Refusal.Why.NO_THREAD ? state.backoff.cause() : null);
    }

    /** There is an idle thread, or a place to wait. */
    private void queue(ThreadletWork work, @Nullable Executor home, int before) {
        final Engine ownerBefore = work.owner();
        final int queued = offer(work, home, before);
        state.threads.retryIfFailed(); // it may have to wait for a start that is put off
        refuseIfStopped(work, queued, before, ownerBefore);
    }

    /** A thread is to be started. */
    private void start(ThreadletWork work, @Nullable Executor home, int before) {
        state.starts.add();
        final Engine ownerBefore = work.owner();
        final int queued;
        try {
            queued = offer(work, home, before);
        } catch (Throwable noMemory) {
            state.threads.giveUp();
            throw noMemory;
        }
        final Throwable cause = state.threads.start();
        if (cause != null) {
            final boolean refused = isHopeless() && state.takingBack.withdraw(work, queued, before, ownerBefore);
            state.threads.followFailure(cause);
            if (refused) {
                throw state.refuse(work, Refusal.Why.NO_THREAD, state.control.get(), cause);
            }
        }
        refuseIfStopped(work, queued, before, ownerBefore);
    }

    /** Whether a work has no thread, or no room, to wait for. */
    private boolean isHopeless() {
        final long now = state.control.get();
        return ControlWord.isDeserted(now) || ControlWord.isOverfull(now, state.capacity);
    }

    /**
     * Tells the listeners, and only then gives the work its place, so that they hear of things in order; then wakes a
     * thread. Without memory for the place the work and its acceptance are given back.
     */
    private int offer(ThreadletWork work, @Nullable Executor home, int before) {
        final int queued;
        try {
            final long now = config.now();
            state.announce(work, now);
            queued = state.works.offer(work, home, now);
        } catch (Throwable noMemory) {
            work.release(before);
            state.release();
            throw noMemory;
        }
        state.wakeUps.signal();
        return queued;
    }

    /** Who stopped the queue between acceptance and offer may have looked for works and not seen this one. */
    private void refuseIfStopped(ThreadletWork work, int queued, int before, @Nullable Engine ownerBefore) {
        if (state.stopped && state.takingBack.withdraw(work, queued, before, ownerBefore)) {
            throw state.refuse(work, Refusal.Why.SHUTDOWN, state.control.get(), null);
        }
    }

    // ---- beyond the capacity ----

    private void full(ThreadletWork work, @Nullable Executor home, int before, long word, LongSupplier patience) {
        switch (config.onFull()) {
            case REJECT -> throw reject(work, before, Refusal.Why.FULL, word);
            case CALLER_RUNS -> callers.submit(work, home, before);
            case BLOCK -> {
                if (isOnThisThread(work, before)) {
                    callers.submit(work, home, before); // it might wait for itself
                } else {
                    work.release(before);
                    submitInTurn(work, home, patience);
                }
            }
        }
    }

    /** A thread's first look at what it runs may take memory. */
    private boolean isOnThisThread(ThreadletWork work, int before) {
        try {
            return ThreadRuns.isOn(state.engine);
        } catch (Throwable noMemory) {
            work.release(before);
            throw noMemory;
        }
    }

    /** Waits in line for room, and keeps the line waiting until the work has its place. */
    private void submitInTurn(ThreadletWork work, @Nullable Executor home, LongSupplier patience) {
        final CapacityGate.Turn turn = state.gate.join();
        try {
            final Control.Admission admission = awaitRoom(work, turn, patience);
            if (admission == null) {
                throw state.refuse(work, Refusal.Why.FULL, state.control.get(), null);
            }
            if (admission.kind() == Control.Admission.Kind.SHUTDOWN) {
                throw state.refuse(work, Refusal.Why.SHUTDOWN, admission.word(), null);
            }
            submitAdmitted(work, home, admission.kind() == Control.Admission.Kind.START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw state.refuse(work, Refusal.Why.INTERRUPTED, state.control.get(), null);
        } finally {
            state.gate.leave(turn);
        }
    }

    private Control.@Nullable Admission awaitRoom(ThreadletWork work, CapacityGate.Turn turn, LongSupplier patience)
            throws InterruptedException {
        final long since = config.now();
        try {
            return state.gate.await(turn, admit, untilStarts, patience);
        } finally {
            if (!config.listeners().isEmpty()) {
                state.gate.leave(turn); // a listener may take long, or submit
                config.listeners().blocked(work, config.now() - since);
            }
        }
    }

    private void submitAdmitted(ThreadletWork work, @Nullable Executor home, boolean start) {
        final int before = work.claim();
        if (before == -1) { // somebody else has submitted it meanwhile: the room is given back
            state.release();
            if (start) {
                state.starts.add();
                state.threads.giveUp();
            }
            throw work.notSubmittable(state.engine);
        }
        if (start) {
            start(work, home, before);
        } else {
            queue(work, home, before);
        }
    }
}
