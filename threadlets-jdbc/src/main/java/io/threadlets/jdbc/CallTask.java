package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.util.function.Consumer;
import java.util.function.Function;

/** The calls of one method, as db-scheduler has them. What becomes of them is decided and written down elsewhere. */
final class CallTask extends AbstractTask<byte[]> {
    private final Function<Execution, Runnable> run;

    /**
     * @param run runs a call and says how to write down what is to become of it; does not throw
     * @param lost deals with a call whose instance has died
     */
    CallTask(String target, Function<Execution, Runnable> run, Consumer<Execution> lost) {
        super(
                target,
                byte[].class,
                (failed, operations) -> {
                    throw new IllegalStateException(
                            "a call does not fail here", failed.getCause().orElse(null));
                },
                (dead, operations) -> lost.accept(dead.getExecution()));
        this.run = run;
    }

    @Override
    public CompletionHandler<byte[]> execute(TaskInstance<byte[]> instance, ExecutionContext context) {
        final Runnable end = run.apply(context.getExecution());
        return (complete, operations) -> end.run();
    }

    @Override
    public SchedulableInstance<byte[]> schedulableInstance(String id) {
        throw new UnsupportedOperationException("calls are stored, not scheduled");
    }

    @Override
    public SchedulableInstance<byte[]> schedulableInstance(String id, byte[] data) {
        throw new UnsupportedOperationException("calls are stored, not scheduled");
    }
}
