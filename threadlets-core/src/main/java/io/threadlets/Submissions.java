package io.threadlets;

import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** What a submission does, from the claim of the work to the thread that will look for it. */
final class Submissions {
    private final AtomicState state;
    private final QueueConfig config;

    Submissions(AtomicState state) {
        this.state = state;
        this.config = state.config;
    }

    void submit(ThreadletWork work, @Nullable Executor home) {
        final int before = claim(work);
        final Engine ownerBefore = work.owner();
        if (state.gate.isCrowded()) {
            work.release(before, ownerBefore);
            submitInTurn(work, home);
            return;
        }
        final Control.Admission admission = admit();
        switch (admission.kind()) {
            case QUEUED -> queue(work, home, before, ownerBefore, null);
            case START -> start(work, home, before, ownerBefore, null);
            case SHUTDOWN -> throw reject(work, before, ownerBefore, Refusal.Why.SHUTDOWN, admission.word());
            case FULL -> {
                switch (config.onFull()) {
                    case REJECT -> throw reject(work, before, ownerBefore, Refusal.Why.FULL, admission.word());
                    case CALLER_RUNS -> runInCaller(work, home, before, ownerBefore);
                    case BLOCK -> {
                        work.release(before, ownerBefore);
                        submitInTurn(work, home);
                    }
                }
            }
        }
    }

    private Control.Admission admit() {
        final int max = state.max;
        final Control.Admission admission = state.control.admit(max, config.capacity());
        if (max != state.max) {
            state.resized();
        }
        return admission;
    }

    private int claim(ThreadletWork work) {
        final int before = work.claim();
        if (before == -1) {
            throw work.notSubmittable(state.engine);
        }
        return before;
    }

    private RuntimeException reject(
            ThreadletWork work, int before, @Nullable Engine ownerBefore, Refusal.Why why, long word) {
        work.release(before, ownerBefore);
        return state.refuse(work, why, word, null);
    }

    /** There is an idle thread, or a place to wait. */
    private void queue(
            ThreadletWork work,
            @Nullable Executor home,
            int before,
            @Nullable Engine ownerBefore,
            @Nullable Condition turn) {
        final int queued = offer(work, home, before, ownerBefore, false, turn);
        state.wakeUps.signal();
        if (state.startFailure != null) {
            state.threads.grow(); // perhaps there are more to be had now
        }
        lookAgain(work, queued, before, ownerBefore);
    }

    /** A thread is to be started, by this one or in the chain. */
    private void start(
            ThreadletWork work,
            @Nullable Executor home,
            int before,
            @Nullable Engine ownerBefore,
            @Nullable Condition turn) {
        state.starts.add();
        state.tally.provisional.increment();
        final int queued;
        try {
            queued = offer(work, home, before, ownerBefore, true, turn);
        } catch (Throwable noPlace) {
            state.threads.startNext(null);
            throw noPlace;
        }
        state.wakeUps.signal();
        final RuntimeException rejected =
                state.threads.startNext(new AtomicState.Offer(work, queued, before, ownerBefore));
        if (rejected != null) {
            throw rejected;
        }
        final boolean confirmed = work.confirm(queued);
        if (confirmed) {
            state.confirmed.run();
        }
        lookAgain(work, confirmed ? WorkWord.withPhase(queued, WorkWord.QUEUED) : queued, before, ownerBefore);
    }

    /** Tells the listeners, and only then gives the work its place, so that they hear of things in order. */
    private int offer(
            ThreadletWork work,
            @Nullable Executor home,
            int before,
            @Nullable Engine ownerBefore,
            boolean provisional,
            @Nullable Condition turn) {
        try {
            final long now = config.now();
            if (!config.listeners().isEmpty()) {
                leave(turn); // a listener may take long, or submit
                config.listeners().submitted(work);
            }
            return state.works.offer(work, home, now, provisional);
        } catch (Throwable noPlace) {
            if (provisional) {
                state.confirmed.run();
            }
            work.release(before, ownerBefore);
            state.release();
            throw noPlace;
        } finally {
            leave(turn);
        }
    }

    private void leave(@Nullable Condition turn) {
        if (turn != null) {
            state.gate.leave(turn);
        }
    }

    /**
     * Between acceptance and offer others may have looked for works and not seen this one: who answers for works that
     * no thread could be started for, and shutdownNow.
     */
    private void lookAgain(ThreadletWork work, int queued, int before, @Nullable Engine ownerBefore) {
        final Throwable startFailure = state.startFailure;
        if (startFailure != null && ControlWord.isDeserted(state.control.get())) {
            final AtomicState.Unbegun orphan = state.takeBack(work, queued, WorkWord.FAILED, startFailure);
            if (orphan != null) {
                orphan.tell(config);
            }
        }
        takeBackIfStopped(work, queued, before, ownerBefore);
    }

    private void takeBackIfStopped(ThreadletWork work, int queued, int before, @Nullable Engine ownerBefore) {
        if (state.stopped && state.withdraw(new AtomicState.Offer(work, queued, before, ownerBefore))) {
            state.tally.takenBack.increment();
            throw state.refuse(work, Refusal.Why.SHUTDOWN, state.control.get(), null);
        }
    }

    // ---- beyond the capacity ----

    /** Waits in line for room, and keeps the line waiting until the work has its place. */
    private void submitInTurn(ThreadletWork work, @Nullable Executor home) {
        final Condition turn = state.gate.join();
        try {
            final Control.Admission admission = state.gate.await(turn, this::admit);
            if (admission.kind() == Control.Admission.Kind.SHUTDOWN) {
                throw state.refuse(work, Refusal.Why.SHUTDOWN, admission.word(), null);
            }
            submitAdmitted(work, home, admission.kind() == Control.Admission.Kind.START, turn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw state.refuse(work, Refusal.Why.INTERRUPTED, state.control.get(), null);
        } finally {
            state.gate.leave(turn);
        }
    }

    private void submitAdmitted(ThreadletWork work, @Nullable Executor home, boolean start, Condition turn) {
        final int before = work.claim();
        final Engine ownerBefore = work.owner();
        if (before == -1) { // somebody else has submitted it meanwhile: the room is given back
            if (start) {
                state.starts.add();
                state.threads.startNext(null);
            }
            state.release();
            throw work.notSubmittable(state.engine);
        }
        if (start) {
            start(work, home, before, ownerBefore, turn);
        } else {
            queue(work, home, before, ownerBefore, turn);
        }
    }

    private void runInCaller(ThreadletWork work, @Nullable Executor home, int before, @Nullable Engine ownerBefore) {
        final long now = config.now();
        if (state.callers.deferToOwnFrame(work, home, now)) {
            state.tally.inCallers.increment();
            config.listeners().submitted(work);
            return;
        }
        final CallerRuns.Frame frame = state.callers.enter(work, home, now, state.newRunInCaller());
        try {
            final long word = state.control.get(); // looked at after it was entered: so it is waited for, or refused
            if (ControlWord.isShutdown(word)) {
                throw reject(work, before, ownerBefore, Refusal.Why.SHUTDOWN, word);
            }
            state.tally.inCallers.increment();
            config.listeners().submitted(work);
            while (frame.takeNext(state.works.end())) {
                frame.run.executeInCaller(work, state.current(), () -> {
                    frame.run.begin(work, state.engine);
                    VarHandle.fullFence(); // who stops the queue and does not see the run is seen to have stopped it
                    if (state.stopped) {
                        frame.run.interrupt();
                    }
                });
            }
        } finally {
            state.callers.leave(frame);
            state.terminateIfQuiet();
        }
    }
}
