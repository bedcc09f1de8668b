package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.concurrent.Executor;

/**
 * A queue's companion for {@code @Async} and for those who want an executor: nothing more, so that nobody shuts it
 * down.
 */
record QueueExecutor(ThreadletQueue queue) implements Executor {
    @Override
    public void execute(Runnable command) {
        queue.executor().execute(command);
    }

    @Override
    public String toString() {
        return "executor of queue '" + queue.name() + "'";
    }
}
