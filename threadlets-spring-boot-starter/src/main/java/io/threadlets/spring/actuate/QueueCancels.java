package io.threadlets.spring.actuate;

import io.threadlets.DequeueResult;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.inspect.QueuedView;
import io.threadlets.spring.inspect.RunningView;
import io.threadlets.spring.inspect.TaskFutures;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.SelfInterrupting;
import io.threadlets.spring.queue.ShownCall;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Ends works: takes back what waits, and asks what runs to end. */
final class QueueCancels {
    private final QueueInspector inspector;
    private final Queues queues;
    private final WriteLog log;

    QueueCancels(Queues queues, WriteLog log) {
        this.inspector = queues.inspector();
        this.queues = queues;
        this.log = log;
    }

    OutcomeDescriptor one(String name, String part, Input id, Input interrupt, Caller caller) {
        final NamedQueue queue = queues.named(name);
        if (!part.equals(Queues.RUNNING) && !part.equals(Queues.QUEUED)) {
            throw queues.noSuchPart(queue, part);
        }
        final long number = number(id);
        final boolean interrupts = interrupt.flag(true);
        return part.equals(Queues.RUNNING) ? running(queue, number, interrupts, caller) : queued(queue, number, caller);
    }

    private static long number(Input id) {
        try {
            return Long.parseLong(String.valueOf(id.value()));
        } catch (NumberFormatException e) {
            throw id.invalid("must be a work's id", "a whole number");
        }
    }

    // ---- one that runs ----

    private OutcomeDescriptor running(NamedQueue queue, long id, boolean interrupts, Caller caller) {
        final RunningView work = inspector.running(queue, 0).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> notRunning(queue, id));
        if (interrupts && !work.cancellable()) {
            throw RefusedRequest.conflict(
                    "interrupt",
                    "Work " + id + " '" + work.description() + "' must not be interrupted (interrupt=false)."
                            + " ?interrupt=false frees who waits for it, and lets it run to its end.");
        }
        if (!interrupts && !isAwaited(queue.watched(), work.work())) {
            throw RefusedRequest.conflict(
                    "interrupt",
                    "Work " + id + " '" + work.description() + "' is neither a @Threadlet call nor a task: nobody is"
                            + " known to wait for it, so that it can only be interrupted.");
        }
        if (!cancel(queue, work, interrupts)) {
            throw tooLate(work);
        }
        log.interrupting(queue.name(), id, work.description(), interrupts, caller);
        return OutcomeDescriptor.of(id, interrupts ? OutcomeDescriptor.INTERRUPTING : OutcomeDescriptor.CANCELLING);
    }

    private static RefusedRequest tooLate(RunningView work) {
        final String named = "Work " + work.id() + " '" + work.description() + "' has ended, ";
        return RefusedRequest.conflict(
                null,
                work.work() instanceof ShownCall
                        ? named + "and its end is being written down."
                        : named
                                + "or somebody else has completed its future: nobody waits for it any more then, and its"
                                + " body cannot be interrupted.");
    }

    /** Whether there is a future that can be cancelled, and not only the thread. */
    private static boolean isAwaited(ThreadletQueue queue, ThreadletWork work) {
        return work instanceof ShownCall || TaskFutures.of(queue, work) != null;
    }

    private RefusedRequest notRunning(NamedQueue queue, long id) {
        return waiting(queue).stream().anyMatch(each -> each.id() == id)
                ? RefusedRequest.conflict(
                        null,
                        "Work " + id + " of queue '" + queue.name() + "' has not begun. Remove it by DELETE on queued/"
                                + id + ".")
                : RefusedRequest.notFound(
                        "No work " + id + " runs on queue '" + queue.name() + "'. It may have ended.");
    }

    /** Returns whether that was in time. */
    private boolean cancel(NamedQueue queue, RunningView work, boolean interrupts) {
        if (work.work() instanceof ShownCall call) {
            if (!call.cancel(interrupts)) {
                return false;
            }
        } else if (!queue.watched().futureOf(work.work()).cancel(interrupts)) {
            return false;
        }
        inspector.markCancelled(work);
        return true;
    }

    // ---- one that waits ----

    private OutcomeDescriptor queued(NamedQueue queue, long id, Caller caller) {
        final QueuedView work = waiting(queue).stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElse(null);
        if (work != null && takeBack(queue.watched(), work.work())) {
            log.removed(queue.name(), id, work.description(), caller);
            return OutcomeDescriptor.of(id, OutcomeDescriptor.REMOVED);
        }
        if (work != null && work.work() instanceof SelfInterrupting) {
            throw RefusedRequest.conflict(
                    null,
                    "Work " + id + " of queue '" + queue.name() + "' is a stored call that is about to begin. Look for"
                            + " it at " + queue.name() + "/stored, and delete it by DELETE on stored and its id.");
        }
        if (inspector.running(queue, 0).stream().anyMatch(each -> each.id() == id)) {
            throw RefusedRequest.conflict(
                    null,
                    "Work " + id + " of queue '" + queue.name() + "' has begun. Interrupt it by DELETE on running/" + id
                            + ".");
        }
        throw RefusedRequest.notFound("No work " + id + " waits on queue '" + queue.name() + "'. It may have ended.");
    }

    private List<QueuedView> waiting(NamedQueue queue) {
        return inspector.queued(queue, 0, Integer.MAX_VALUE);
    }

    /** A stored call that was taken off its queue would go back to its store, and be taken from there again. */
    private static boolean takeBack(ThreadletQueue queue, ThreadletWork work) {
        return !(work instanceof SelfInterrupting) && queue.dequeue(work) == DequeueResult.DEQUEUED;
    }

    // ---- many ----

    /** All that waits. */
    OutcomeDescriptor clear(String name, Input clear, Caller caller) {
        final NamedQueue queue = queues.named(name);
        if (!name.equals(clear.value())) {
            throw clear.invalid("must repeat the queue's name", name);
        }
        int removed = 0;
        for (QueuedView work : waiting(queue)) {
            removed += takeBack(queue.watched(), work.work()) ? 1 : 0;
        }
        log.cleared(name, removed, caller);
        return new OutcomeDescriptor(null, OutcomeDescriptor.REMOVED, null, removed, null, null);
    }

    /** All of one method, or of whatever works say of themselves: first what waits, so that none of it begins. */
    OutcomeDescriptor all(String name, String description, Caller caller) {
        final NamedQueue queue = queues.named(name);
        final Set<String> others = new TreeSet<>();
        int removed = 0;
        for (QueuedView work : waiting(queue)) {
            if (!work.description().equals(description)) {
                others.add(work.description());
            } else if (takeBack(queue.watched(), work.work())) {
                removed++;
            }
        }
        int interrupted = 0;
        int spared = 0;
        for (RunningView work : inspector.running(queue, 0)) {
            if (!work.description().equals(description)) {
                others.add(work.description());
            } else if (cancel(queue, work, work.cancellable())) {
                interrupted += work.cancellable() ? 1 : 0;
                spared += work.cancellable() ? 0 : 1;
            }
        }
        if (removed + interrupted + spared == 0) {
            throw RefusedRequest.notFound("No work '" + description + "' runs or waits on queue '" + name + "'."
                    + Suggestions.nearest(description, others)
                            .map(near -> " Did you mean '" + near + "'?")
                            .orElse(""));
        }
        log.cancelled(name, description, removed, interrupted, spared, caller);
        return new OutcomeDescriptor(
                null,
                interrupted > 0
                        ? OutcomeDescriptor.INTERRUPTING
                        : spared > 0 ? OutcomeDescriptor.CANCELLING : OutcomeDescriptor.REMOVED,
                description,
                removed,
                interrupted,
                spared);
    }
}
