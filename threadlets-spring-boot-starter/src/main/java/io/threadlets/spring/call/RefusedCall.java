package io.threadlets.spring.call;

import io.threadlets.ThreadletWork;
import io.threadlets.spring.context.CapturedContext;
import java.util.concurrent.Executor;

/**
 * Stands for a call that no queue accepted. Stages of its future run in who adds them, in the context of the call: the
 * queue may have no room for them either.
 */
final class RefusedCall extends ThreadletWork {
    private final CapturedContext context;

    RefusedCall(CapturedContext context) {
        this.context = context;
    }

    @Override
    protected void run() {}

    @Override
    protected Executor stageExecutor(Executor queue) {
        return context.executor(queue);
    }
}
