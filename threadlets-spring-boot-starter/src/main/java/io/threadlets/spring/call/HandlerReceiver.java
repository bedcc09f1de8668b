package io.threadlets.spring.call;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.method.MethodPlan;
import java.util.Objects;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's exception handler, which hears of failed calls that return nothing. One for all of them.
 *
 * @param handler asked for when there is a failure
 */
record HandlerReceiver(ObjectProvider<ThreadletExceptionHandler> handler) implements Receiver {
    @Override
    public boolean isWaiting() {
        return false;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void succeeded(@Nullable Object value) {}

    @Override
    public boolean failed(Throwable failure, MethodPlan plan, @Nullable MethodInvocation invocation) {
        handler.getObject()
                .handle(
                        failure,
                        plan.method(),
                        Objects.requireNonNull(invocation).getArguments());
        return true;
    }

    @Override
    public void cancelled(Throwable cancellation) {}
}
