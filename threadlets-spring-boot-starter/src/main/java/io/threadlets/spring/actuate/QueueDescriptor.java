package io.threadlets.spring.actuate;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.queue.NamedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A queue's numbers. Those of threads and of what waits are of one moment.
 *
 * @param state running, paused, closing (accepts nothing more), or closed (and has ended)
 * @param cur the threads that there are
 * @param idle those of them that are free
 * @param queued works that wait for a thread
 * @param running threads that have a work, or are about to
 * @param min threads that stay
 * @param max most threads at once
 * @param capacity most works that may wait; null for no limit
 * @param largest most threads that there were
 * @param submitted works that were accepted
 * @param completed works that have ended, in whatever way
 * @param failed works that threw
 * @param cancelled works that were taken back before they began
 * @param rejected works that were not accepted
 */
public record QueueDescriptor(
        String state,
        int cur,
        int idle,
        int queued,
        int running,
        int min,
        int max,
        @Nullable Integer capacity,
        int largest,
        long submitted,
        long completed,
        long failed,
        long cancelled,
        long rejected)
        implements OperationResponseBody {

    static QueueDescriptor of(NamedQueue queue) {
        final QueueSnapshot now = queue.snapshot();
        return new QueueDescriptor(
                state(queue.watched(), now),
                now.cur(),
                now.idle(),
                now.queued(),
                now.cur() - now.idle(),
                now.minThreads(),
                now.maxThreads(),
                now.capacity() == Integer.MAX_VALUE ? null : now.capacity(),
                now.largest(),
                now.submitted(),
                now.succeeded() + now.failed() + now.dequeued(),
                now.failed(),
                now.dequeued(),
                now.rejected());
    }

    private static String state(ThreadletQueue queue, QueueSnapshot now) {
        if (queue.isTerminated()) {
            return "closed";
        }
        if (queue.isShutdown()) {
            return "closing";
        }
        return now.paused() ? "paused" : "running";
    }
}
