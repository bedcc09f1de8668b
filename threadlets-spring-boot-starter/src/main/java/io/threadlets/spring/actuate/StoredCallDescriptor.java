package io.threadlets.spring.actuate;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.queue.StoredCallView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A stored call.
 *
 * @param id the one of its receipt
 * @param state waiting, running, retrying, dead, or orphaned
 * @param work what is called; of a method that this instance does not know, what it is called in the store
 * @param attempt the attempt that runs or comes next; of a dead call the last one
 * @param acceptedAt when it was stored
 * @param dueAt when the next attempt may begin; null if it runs or is dead
 * @param instance the instance that runs it; null if none does
 * @param failure what the last attempt that failed has thrown, perhaps masked; null if none has failed
 * @param failureType the class of that
 * @param args its arguments, perhaps masked
 */
public record StoredCallDescriptor(
        String id,
        String state,
        String work,
        int attempt,
        Instant acceptedAt,
        @Nullable Instant dueAt,
        @Nullable String instance,
        @Nullable Object failure,
        @Nullable String failureType,
        List<@Nullable Object> args)
        implements OperationResponseBody {

    static StoredCallDescriptor of(StoredCallView view, ShownValues values, Caller caller) {
        final StoredCall call = view.call();
        final List<@Nullable Object> arguments = new ArrayList<>();
        for (StoredCallView.Argument each : view.arguments()) {
            arguments.add(values.of(view.work() + "." + each.name(), each.text(), caller));
        }
        return new StoredCallDescriptor(
                call.id(),
                word(call.state()),
                view.work(),
                call.attempt(),
                call.accepted(),
                call.due(),
                call.instance(),
                call.failure() == null ? null : values.of(view.work() + ".message", call.failure(), caller),
                type(call.failure()),
                arguments);
    }

    /** As JSON has it. */
    static String word(StoredCall.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Of {@code java.net.SocketTimeoutException: Read timed out} what is no secret. */
    private static @Nullable String type(@Nullable String failure) {
        if (failure == null) {
            return null;
        }
        final int end = failure.indexOf(": ");
        return end < 0 ? failure : failure.substring(0, end);
    }
}
