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
     * Takes what the calling thread has.
     *
     * @param carrier what else may hold values, if there is anything
     * @return what was taken
     */
    public CapturedContext capture(@Nullable Object carrier) {
        if (sources.length == 0) {
            return CapturedContext.NOTHING;
        }
        final Values[] values = new Values[sources.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sources[i].capture(carrier);
        }
        return new CapturedContext(values);
    }

    /**
     * What the application puts around what is run in the context.
     *
     * @return null if there is nothing
     */
    public @Nullable TaskDecorator decorator() {
        return decorator;
    }

    /**
     * Has a task run in the context of the calling thread.
     *
     * @param task to be run once, on whatever thread
     * @return the task in its context
     */
    public Runnable wrap(Runnable task) {
        return sources.length == 0 && decorator == null
                ? task
                : new InContext(task, decorator == null ? task : decorator.decorate(task), capture(null));
    }

    /** Shown as the task. */
    private record InContext(Runnable task, Runnable decorated, CapturedContext context) implements Runnable {
        @Override
        public void run() {
            final ContextSource.Scope scope = context.open();
            try {
                decorated.run();
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
