package io.threadlets.spring.autoconfigure;

import io.threadlets.ThreadletQueue;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;

/**
 * Builds a first queue, which nobody uses, on a thread beside the one that starts the application. The first queue of a
 * JVM takes long: it goes once through all that queues do. Those of the application wait for what is left of that.
 */
final class QueueWarmUp implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        begin(context.getEnvironment(), Runtime.getRuntime().availableProcessors());
    }

    /** The thread; null where there is nothing to gain. */
    static @Nullable Thread begin(Environment environment, int processors) {
        final boolean isDisabled = "false".equalsIgnoreCase(environment.getProperty("threadlets.enabled"));
        if (isDisabled || processors < 2 || NativeDetector.inNativeImage()) {
            return null;
        }
        final Thread thread = new Thread(
                null, () -> ThreadletQueue.builder("warm-up").build().shutdown(), "threadlets-warm-up", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // the application may be gone before the thread is
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            LogFactory.getLog(QueueWarmUp.class).debug("The application's own queues will be the first", noThread);
            return null;
        }
        return thread;
    }
}
