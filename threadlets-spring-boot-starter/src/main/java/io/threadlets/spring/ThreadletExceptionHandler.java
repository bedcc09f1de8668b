package io.threadlets.spring;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Gets the failures of {@link Threadlet} methods that return {@code void}, since no caller waits for them. Define it as
 * a bean to replace the default, which logs them as errors.
 */
@FunctionalInterface
public interface ThreadletExceptionHandler {
    /**
     * Called on the thread on which the method failed.
     *
     * @param failure what the method threw
     * @param method the method
     * @param args what it was called with
     */
    void handle(Throwable failure, Method method, @Nullable Object... args);
}
