package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.context.CallContext;
import java.util.concurrent.Executor;

/**
 * A queue's companion for {@code @Async} and for those who want an executor: nothing more, so that nobody shuts it
 * down. What it is given runs in the context of who gave it.
 *
 * @param name of the queue
 * @param lane where it hands to: the queue, unless calls are made in their callers
 */
record QueueExecutor(String name, ThreadletQueue lane, CallContext context) implements Executor {
    @Override
    public void execute(Runnable command) {
        lane.executor().execute(context.wrap(command));
    }

    @Override
    public String toString() {
        return "executor of queue '" + name + "'";
    }
}
