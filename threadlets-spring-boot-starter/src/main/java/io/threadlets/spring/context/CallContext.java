package io.threadlets.spring.context;

import io.threadlets.spring.context.ContextSource.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/** Everything that goes along with a call. Safe from any thread. */
public final class CallContext {
    private static final CapturedContext NOTHING = new CapturedContext(new Values[0], null);

    private final List<ContextSource> sources;
    private final @Nullable TaskDecorator decorator;

    /**
     * A context of these parts.
     *
     * @param sources restored in this order
     * @param decorators the first is the outermost; all are inside what the sources restore, so that they can add to it
     */
    public CallContext(List<ContextSource> sources, List<TaskDecorator> decorators) {
        this.sources = List.copyOf(sources);
        this.decorator = decorators.isEmpty() ? null : new CompositeTaskDecorator(decorators);
    }

    /**
     * Takes what the calling thread has.
     *
     * @param step what will be run in the context, perhaps several times: it is decorated once
     * @param carrier what else may hold values, if there is anything
     * @return what was taken
     */
    public CapturedContext capture(Runnable step, @Nullable Object carrier) {
        if (sources.isEmpty() && decorator == null) {
            return NOTHING;
        }
        final Values[] values = new Values[sources.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = sources.get(i).capture(carrier);
        }
        return new CapturedContext(values, decorator == null ? null : decorator.decorate(step));
    }

    /**
     * Has a task run in the context of the calling thread.
     *
     * @param task to be run once, on whatever thread
     * @return the task in its context
     */
    public Runnable wrap(Runnable task) {
        final CapturedContext captured = capture(task, null);
        return captured == NOTHING ? task : new InContext(task, captured);
    }

    /** Shown as the task. */
    private record InContext(Runnable task, CapturedContext context) implements Runnable {
        @Override
        public void run() {
            final ContextSource.Scope scope = context.open();
            try {
                context.run(task);
            } finally {
                scope.close();
            }
        }

        @Override
        public String toString() {
            final String text = task.toString();
            return text.startsWith(task.getClass().getName() + "@")
                    ? task.getClass().getName()
                    : text;
        }
    }
}
