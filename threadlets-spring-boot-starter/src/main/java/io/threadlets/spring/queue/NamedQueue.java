package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import java.util.concurrent.CompletableFuture;

/**
 * A queue under the name that annotations give it. That is not always the queue's own name: a test may have put another
 * queue in its place, or a mock, which answers null.
 *
 * @param name what annotations, meters and the endpoint call it
 * @param bean where calls go to
 * @param watched what is shown and measured: the queue behind a spy, which would count that as calls of the application
 */
public record NamedQueue(String name, ThreadletQueue bean, ThreadletQueue watched) {
    /**
     * The queue's numbers.
     *
     * @return zeros for a mock
     */
    public QueueSnapshot snapshot() {
        final QueueSnapshot now = watched.snapshot();
        return now != null ? now : new QueueSnapshot(name, 0, 0, 0, 0, 0, 0, false, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Whether this is a test's mock.
     *
     * @param queue a queue, or what has its type
     * @return whether it does not do what each queue does; asked in a way that tests hardly stub, and that is no use of
     *     the queue: the first use of all takes longer
     */
    public static boolean isMock(ThreadletQueue queue) {
        final CompletableFuture<Object> future = queue.futureOf(ThreadletWork.of(() -> {}));
        final CompletableFuture<Object> stage = future == null ? null : future.newIncompleteFuture();
        return stage == null || !stage.complete(queue) || !queue.equals(stage.getNow(null));
    }
}
