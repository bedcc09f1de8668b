package io.threadlets.spring.actuate;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls.CancelResult;
import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.queue.StoredCallView;
import io.threadlets.spring.queue.StoredQueueView;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What is shown of stored calls, and done to them. */
final class StoredOperations {
    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LIMIT = 1_000;
    private static final String STATES = Arrays.stream(StoredCall.State.values())
            .map(StoredCallDescriptor::word)
            .collect(Collectors.joining(", "));

    /** Of a change that had no answer. */
    private static final String MAY_BE_DONE = " What was asked for may still be done: look for the call.";

    private final Queues queues;
    private final ShownValues values;
    private final WriteLog log;

    StoredOperations(Queues queues, ShownValues values, WriteLog log) {
        this.queues = queues;
        this.values = values;
        this.log = log;
    }

    // ---- looking ----

    StoredCallsDescriptor list(String name, Input state, Input limit, Caller caller) {
        final StoredQueueView queue = queues.stored(name);
        final StoredCall.State which = state(state);
        final int most = limit.integer(1, MOST_LIMIT, USUAL_LIMIT);
        final List<StoredCallView> calls = ask(name, queue, "", () -> queue.list(which, most));
        return new StoredCallsDescriptor(
                calls.size() < most ? calls.size() : Math.max(calls.size(), count(queue, which)),
                calls.stream()
                        .map(call -> StoredCallDescriptor.of(call, values, caller))
                        .toList());
    }

    private static StoredCall.State state(Input state) {
        for (StoredCall.State each : StoredCall.State.values()) {
            if (StoredCallDescriptor.word(each).equals(state.value())) {
                return each;
            }
        }
        throw state.invalid(state.value() == null ? "is required" : "must be one of: " + STATES, STATES);
    }

    private static long count(StoredQueueView queue, StoredCall.State state) {
        final Snapshot now = queue.look().numbers();
        if (now == null) {
            return 0;
        }
        return switch (state) {
            case WAITING -> now.waiting();
            case RUNNING -> now.running();
            case RETRYING -> now.retrying();
            case DEAD -> now.dead();
            case ORPHANED -> now.orphaned();
        };
    }

    StoredCallDescriptor one(String name, String id, Caller caller) {
        final StoredQueueView queue = queues.stored(name);
        return StoredCallDescriptor.of(ask(name, queue, "", () -> found(name, queue, id)), values, caller);
    }

    /**
     * Does not wait for a store for as long as its connection pool does: not at all if it is known not to answer.
     *
     * @param task goes on after a refusal, if the store has not answered until then
     * @param left what a refusal says of that
     */
    private static <T> T ask(String name, StoredQueueView queue, String left, Supplier<T> task) {
        final StoreLook look = queue.look();
        final String store = "Queue '" + name + "': its store " + look.title() + " cannot be reached";
        if (!look.isReachable()) {
            throw RefusedRequest.unreachable(store + ". Calls cannot be sent, and none is run, until it can.");
        }
        try {
            return queue.ask(task);
        } catch (TimeoutException silent) {
            throw RefusedRequest.silent(name, store + ": " + silent.getMessage() + "." + left);
        }
    }

    private static StoredCallView found(String name, StoredQueueView queue, String id) {
        return queue.find(id).orElseThrow(() -> noSuchCall(name, id));
    }

    private static RefusedRequest noSuchCall(String name, String id) {
        return RefusedRequest.notFound(
                "No call '" + id + "' is in the store of queue '" + name + "'. It has ended, or never was.");
    }

    // ---- steering ----

    OperationResponseBody cancel(String name, String id, Input interrupt, Caller caller) {
        final NamedQueue named = queues.named(name);
        final StoredQueueView queue = queues.stored(name);
        if (!interrupt.flag(true)) {
            throw interrupt.invalid(
                    "does not apply to stored calls: whether one is interrupted is said by its method", "true");
        }
        return ask(name, queue, MAY_BE_DONE, () -> cancel(named, queue, id, caller));
    }

    private OperationResponseBody cancel(NamedQueue named, StoredQueueView queue, String id, Caller caller) {
        final StoredCallView call = found(named.name(), queue, id);
        final CancelResult result = queue.calls().cancel(id);
        return switch (result.outcome()) {
            case NOT_FOUND -> throw noSuchCall(named.name(), id);
            case RUNNING_ELSEWHERE -> throw notCancelled(named.name(), queue, id, result.instance());
            case DELETED -> {
                log.storedRemoved(named.name(), id, call.work(), caller);
                yield new StoredOutcomeDescriptor(id, OutcomeDescriptor.REMOVED, call.work());
            }
            case STOPPING -> {
                log.storedStopping(named.name(), id, call.work(), caller);
                yield new StoredOutcomeDescriptor(
                        id,
                        call.isInterruptible() ? OutcomeDescriptor.INTERRUPTING : OutcomeDescriptor.CANCELLING,
                        call.work());
            }
        };
    }

    /** @param instance who has the call; null if nobody has it any more */
    private static RefusedRequest notCancelled(
            String name, StoredQueueView queue, String id, @Nullable String instance) {
        final String call = "Call '" + id + "' of queue '" + name + "' ";
        return instance == null || instance.equals(queue.instance())
                ? RefusedRequest.conflict(
                        null,
                        call + "is about to begin on this instance, or has ended here and its end is being written"
                                + " down. Ask again.")
                : RefusedRequest.runsElsewhere(
                        call + "runs on instance " + instance
                                + ", and only there it can be stopped: send this to that one.",
                        instance);
    }

    OperationResponseBody act(String name, String id, Input action, Caller caller) {
        final StoredQueueView queue = queues.stored(name);
        if (!"retry".equals(action.value())) {
            throw action.invalid(action.value() == null ? "is required" : "must be retry", "retry");
        }
        return ask(name, queue, MAY_BE_DONE, () -> retry(name, queue, id, caller));
    }

    private OperationResponseBody retry(String name, StoredQueueView queue, String id, Caller caller) {
        final StoredCallView call = found(name, queue, id);
        if (!queue.calls().retry(id)) {
            throw notRetried(name, found(name, queue, id));
        }
        log.storedRetried(name, id, call.work(), caller);
        return new StoredOutcomeDescriptor(id, StoredOutcomeDescriptor.RETRIED, call.work());
    }

    private static RefusedRequest notRetried(String name, StoredCallView view) {
        final StoredCall call = view.call();
        return RefusedRequest.runsElsewhere(
                "Call '" + call.id() + "' of queue '" + name + "' cannot be retried: "
                        + switch (call.state()) {
                            case RUNNING -> "it runs, on instance " + call.instance() + ".";
                            case DEAD ->
                                "another call of " + view.work() + " has its key. Retry it when that one has"
                                        + " ended, or delete it.";
                            case WAITING, RETRYING, ORPHANED -> "it waits already.";
                        },
                call.instance());
    }
}
