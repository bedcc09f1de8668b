package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.context.CallContext;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A queue's companion for {@code @Async} and for those who want an executor: nothing more, so that nobody shuts it
 * down. What it is given runs in the context of who gave it.
 *
 * @param name of the queue
 * @param target where it hands the next command to: the queue, unless commands are run in their callers
 */
record QueueExecutor(String name, Supplier<ThreadletQueue> target, CallContext context) implements Executor {
    @Override
    public void execute(Runnable command) {
        target.get().submit(ThreadletWork.of(context.wrap(Objects.requireNonNull(command, "command"))));
    }

    @Override
    public String toString() {
        return "executor of queue '" + name + "'";
    }
}
