package io.threadlets.spring.actuate;

import io.threadlets.spring.inspect.LockView;
import io.threadlets.spring.inspect.RunningView;
import io.threadlets.spring.queue.Frames;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What runs on a queue.
 *
 * @param queue its name
 * @param total how many works run, those that are not listed included
 * @param works longest first
 */
public record RunningDescriptor(String queue, int total, List<Work> works) implements OperationResponseBody {
    /**
     * A work that runs.
     *
     * @param id what to cancel it by
     * @param work what it says of itself
     * @param thread the name of its thread
     * @param threadId the number of its thread, as in a thread dump
     * @param virtual whether that is a virtual thread
     * @param since when it began
     * @param elapsedMs how long it has run
     * @param waitedMs how long it waited before
     * @param cpuMs how long its thread has used a processor since; null if not known
     * @param threadState what the thread does
     * @param at the frame that tells most
     * @param waitingFor the lock that it waits for; null if none is known
     * @param traceId the trace that it was submitted in; null if there is none
     * @param cancellable whether it may be interrupted
     * @param cancelled whether it was asked to end
     * @param args the call's arguments, perhaps masked; null if it is no call
     * @param stack innermost frame first; null if not asked for
     */
    public record Work(
            long id,
            String work,
            String thread,
            long threadId,
            boolean virtual,
            @Nullable Instant since,
            @Nullable Long elapsedMs,
            @Nullable Long waitedMs,
            @Nullable Long cpuMs,
            String threadState,
            @Nullable String at,
            @Nullable Lock waitingFor,
            @Nullable String traceId,
            boolean cancellable,
            boolean cancelled,
            @Nullable List<@Nullable Object> args,
            @Nullable List<String> stack) {

        /** @param depth how many frames to show; 0 for none */
        static Work of(RunningView work, @Nullable List<@Nullable Object> args, int depth) {
            return new Work(
                    work.id(),
                    work.description(),
                    work.thread().getName(),
                    work.threadId(),
                    work.virtual(),
                    work.since(),
                    QueueDescriptor.millis(work.elapsed()),
                    QueueDescriptor.millis(work.waited()),
                    QueueDescriptor.millis(work.cpu()),
                    work.threadState().name(),
                    work.at(),
                    Lock.of(work.waitingFor()),
                    work.traceId(),
                    work.cancellable(),
                    work.cancelled(),
                    args,
                    depth == 0
                            ? null
                            : work.stack().stream()
                                    .limit(depth)
                                    .map(Frames::written)
                                    .toList());
        }
    }

    /**
     * What a thread waits for.
     *
     * @param lock the lock, as in a thread dump
     * @param heldBy the name of the thread that holds it; null if nobody does, or it is not known who
     * @param work what that thread runs; null if it runs no work
     * @param queue the queue of that work
     */
    public record Lock(
            String lock,
            @Nullable String heldBy,
            @Nullable Long work,
            @Nullable String queue) {
        static @Nullable Lock of(@Nullable LockView lock) {
            if (lock == null) {
                return null;
            }
            final LockView.WorkName holder = lock.holder();
            return new Lock(
                    lock.lock(),
                    lock.heldBy(),
                    holder == null ? null : holder.id(),
                    holder == null ? null : holder.queue());
        }
    }
}
