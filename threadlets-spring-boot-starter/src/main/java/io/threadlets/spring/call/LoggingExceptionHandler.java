package io.threadlets.spring.call;

import io.threadlets.spring.ThreadletExceptionHandler;
import java.lang.reflect.Method;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Logs failures that nobody waits for. Leaves out the arguments, which may be secret. */
public final class LoggingExceptionHandler implements ThreadletExceptionHandler {
    private static final Log LOG = LogFactory.getLog(LoggingExceptionHandler.class);

    /** For the container. */
    public LoggingExceptionHandler() {}

    @Override
    public void handle(Throwable failure, Method method, @Nullable Object... args) {
        LOG.error(
                "@Threadlet method " + ClassUtils.getQualifiedMethodName(method) + " failed on thread "
                        + Thread.currentThread().getName() + "; its caller does not wait for it",
                failure);
    }
}
