package io.threadlets.spring.context;

import io.threadlets.spring.context.ContextSource.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/** Everything that goes along with a call. Safe from any thread. */
public final class CallContext {
    private final ContextSource[] sources;
    private final @Nullable TaskDecorator decorator;

    /** Of all calls that take nothing along; keeps nothing of any of them. */
    private final CallScope nothing = new CallScope(new Values[0], null);

    /**
     * A context of these parts.
     *
     * @param sources restored in this order
     * @param decorators as Spring's own executors apply them; all are inside what the sources restore, so that they can
     *     add to it
     */
    public CallContext(List<ContextSource> sources, List<TaskDecorator> decorators) {
        this.sources = sources.toArray(ContextSource[]::new);
        this.decorator = decorators.isEmpty() ? null : new CompositeTaskDecorator(decorators);
    }

    /**
     * Takes what the calling thread has, for a call that it makes.
     *
     * @param carrier what else may hold values, if there is anything
     * @return the scope of that call
     */
    public CallScope scope(@Nullable Object carrier) {
        return isEmpty() ? nothing : new CallScope(values(carrier), decorator);
    }

    /**
     * Takes what the calling thread has.
     *
     * @param carrier what else may hold values, if there is anything
     * @return what was taken
     */
    public CapturedContext capture(@Nullable Object carrier) {
        return sources.length == 0 ? nothing : new CapturedContext(values(carrier));
    }

    /**
     * Has a task run in the context of the calling thread.
     *
     * @param task to be run once, on whatever thread
     * @return the task in its context
     */
    public Runnable wrap(Runnable task) {
        return isEmpty()
                ? task
                : new ContextTask(task, decorator == null ? task : decorator.decorate(task), capture(null));
    }

    private boolean isEmpty() {
        return sources.length == 0 && decorator == null;
    }

    private Values[] values(@Nullable Object carrier) {
        final Values[] values = new Values[sources.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sources[i].capture(carrier);
        }
        return values;
    }
}
