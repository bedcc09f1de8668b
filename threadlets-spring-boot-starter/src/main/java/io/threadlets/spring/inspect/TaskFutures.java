package io.threadlets.spring.inspect;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import org.jspecify.annotations.Nullable;

/** The futures of tasks, which were submitted as runnables or callables: each has one, which its submitter got. */
public final class TaskFutures {
    private TaskFutures() {}

    /**
     * The future of a task.
     *
     * @param queue the queue that the work was submitted to
     * @param work any work of the queue
     * @return null if the work is no task: whatever its submitter has, a queue makes a new future whenever it is asked
     */
    @SuppressWarnings("ReferenceEquality") // how a task is told from other works
    public static @Nullable ThreadletFuture<?> of(ThreadletQueue queue, ThreadletWork work) {
        final ThreadletFuture<?> future = queue.futureOf(work);
        return future == queue.futureOf(work) ? future : null;
    }
}
