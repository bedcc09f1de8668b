package io.threadlets;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes works back that wait, before a thread has them. Whoever wins the CAS of the work's word has it. */
final class TakingBack {
    private static final Function<TakingBack, List<ThreadletWork>> DRAIN = TakingBack::tryDrain;

    private final AtomicState state;
    private final QueueConfig config;
    private final String message;

    /** For when there is no memory for another one. */
    private final DequeuedException spare;

    TakingBack(AtomicState state) {
        this.state = state;
        this.config = state.config;
        this.message = "Taken off queue '" + config.name() + "' before it began";
        this.spare = new DequeuedException(message, false);
    }

    /** What {@code completed} is told. */
    DequeuedException whyDequeued() {
        try {
            return new DequeuedException(message, false);
        } catch (OutOfMemoryError noMemory) {
            return spare;
        }
    }

    @SuppressWarnings("ReferenceEquality") // engines have no other
    DequeueResult dequeue(ThreadletWork work) {
        while (true) {
            final int word = work.awaitDecided();
            final Engine owner = work.owner();
            if (owner == state.engine && isWaiting(word)) {
                final Unbegun one = new Unbegun(config, work, whyDequeued());
                if (takeBack(one)) {
                    one.tell();
                    return DequeueResult.DEQUEUED;
                }
            } else if (work.word() == word) { // so the owner is the one of that word
                return answer(word, owner == state.engine);
            }
        }
    }

    /** Of a work that does not wait. One that is just being submitted has not ended: its data is not to be touched. */
    private static DequeueResult answer(int word, boolean here) {
        final int phase = WorkWord.phase(word);
        if (!here || phase <= WorkWord.CLAIMED) {
            return DequeueResult.NOT_QUEUED;
        }
        return phase < WorkWord.SUCCEEDED ? DequeueResult.RUNNING : DequeueResult.FINISHED;
    }

    private static boolean isWaiting(int word) {
        return WorkWord.isQueued(word) || WorkWord.isDeferred(word);
    }

    /** Ends a work that waits; false if it does not, or not any more. */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    private boolean takeBack(Unbegun one) {
        final ThreadletWork work = one.work();
        for (int tries = 0; ; tries++) {
            final int word = work.awaitDecided();
            if (work.owner() != state.engine || !isWaiting(word)) {
                return false;
            }
            if (WorkWord.isQueued(word) ? takeBackQueued(one, word) : takeBackDeferred(one)) {
                return true;
            }
            Patience.pause(tries); // it is being popped
        }
    }

    private boolean takeBackQueued(Unbegun one, int queued) {
        final WorkSegment segment = takeOut(one.work(), queued);
        if (segment == null) {
            return false;
        }
        final int slot = WorkSegment.slot(WorkWord.turn(queued));
        one.taken(segment.takeHome(slot), segment.submittedNanos(slot));
        state.works.remove(segment, queued);
        state.counters.dequeued.incrementAndGet();
        one.work().end(WorkWord.DEQUEUED);
        state.release(); // after it, as the queue may terminate here: it is final a moment before its place is free
        return true;
    }

    private boolean takeBackDeferred(Unbegun one) {
        final Deferrals.Deferral deferral = state.deferrals.take(one.work());
        if (deferral == null) {
            return false;
        }
        one.taken(deferral.home, deferral.submittedNanos);
        state.counters.dequeued.incrementAndGet();
        one.work().end(WorkWord.DEQUEUED);
        return true;
    }

    /** Takes an offered work back, as if it had never been submitted; false if somebody has it already. */
    boolean withdraw(ThreadletWork work, int queued, int before, @Nullable Engine ownerBefore) {
        final WorkSegment segment = takeOut(work, queued);
        if (segment == null) {
            return false;
        }
        segment.takeHome(WorkSegment.slot(WorkWord.turn(queued)));
        state.works.remove(segment, queued);
        state.counters.withdrawn.incrementAndGet();
        work.release(before, ownerBefore);
        state.release();
        return true;
    }

    /** Takes a work that waits with this word out for a run in place, which gets what belongs to its submission. */
    boolean takeFor(WorkRun run, ThreadletWork work, int word) {
        if (WorkWord.isQueued(word)) {
            final WorkSegment segment = takeOut(work, word);
            if (segment != null) {
                final int slot = WorkSegment.slot(WorkWord.turn(word));
                run.accept(work, segment.takeHome(slot), segment.submittedNanos(slot), state.works.end());
                state.works.remove(segment, word);
                state.release();
            }
            return segment != null;
        }
        final Deferrals.Deferral deferral = state.deferrals.take(work);
        if (deferral != null) {
            run.accept(work, deferral.home, deferral.submittedNanos, state.works.end());
        }
        return deferral != null;
    }

    /** The segment of a work that is DEQUEUING now; null if somebody has it already. */
    private @Nullable WorkSegment takeOut(ThreadletWork work, int queued) {
        final WorkSegment segment = state.works.segmentOf(work, queued);
        return segment != null && work.tryDequeue(state.engine, queued) ? segment : null;
    }

    /**
     * Takes back all that waits on a stopped queue, interrupts what runs, and tells; returns the works. Where there is
     * no memory for that it waits: the queue is stopped, and nobody else would take them.
     */
    List<ThreadletWork> drain() {
        return Patience.atLast(DRAIN, this);
    }

    /** Gets all memory before it takes anything: an error leaves everything for the next call. */
    private List<ThreadletWork> tryDrain() {
        final List<ThreadletWork> waiting = state.works.listClosed();
        state.deferrals.addTo(waiting);
        final Unbegun[] each = new Unbegun[waiting.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = new Unbegun(config, waiting.get(i), new DequeuedException(message, true));
        }
        final List<WorkRun> runs = state.runs.all();
        int count = 0;
        for (Unbegun one : each) {
            if (takeBack(one)) {
                each[count] = one;
                waiting.set(count++, one.work());
            }
        }
        while (waiting.size() > count) {
            waiting.remove(waiting.size() - 1); // somebody else had it
        }
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).interrupt();
        }
        for (int i = 0; i < count; i++) {
            each[i].tell();
        }
        return waiting;
    }

    /** How long the oldest work has waited; null if none does, or without times. */
    @Nullable
    Duration oldestAge() {
        if (!config.times()) {
            return null;
        }
        final List<ThreadletWork> oldest = state.works.list(0, 1);
        return oldest.isEmpty() ? null : state.works.age(oldest.get(0), config.now());
    }
}
