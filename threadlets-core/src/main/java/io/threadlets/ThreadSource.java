package io.threadlets;

import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes a queue's threads, independent of who makes them start: the context class loader is the one given here, unless
 * the application's factory chose one itself, and thread locals are not inherited.
 */
final class ThreadSource {
    private final ThreadFactory factory;
    private final @Nullable ClassLoader contextClassLoader;

    private ThreadSource(ThreadFactory factory, @Nullable ClassLoader contextClassLoader) {
        this.factory = factory;
        this.contextClassLoader = contextClassLoader;
    }

    @SuppressWarnings("ThreadPriorityCheck") // the normal one, instead of that of whoever makes the thread start
    static ThreadSource platform(String prefix, @Nullable ClassLoader contextClassLoader) {
        final AtomicLong started = new AtomicLong();
        return new ThreadSource(
                body -> {
                    final Thread thread = new Thread(null, body, prefix + started.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setPriority(Thread.NORM_PRIORITY);
                    thread.setContextClassLoader(contextClassLoader);
                    return thread;
                },
                contextClassLoader);
    }

    static ThreadSource virtual(String prefix, @Nullable ClassLoader contextClassLoader) {
        final ThreadFactory factory = VirtualThreads.factory(prefix);
        return new ThreadSource(
                body -> {
                    final Thread thread = factory.newThread(body);
                    thread.setContextClassLoader(contextClassLoader);
                    return thread;
                },
                contextClassLoader);
    }

    /** From a factory; with a prefix, the queue gives the names. */
    static ThreadSource of(ThreadFactory factory, @Nullable String prefix, @Nullable ClassLoader contextClassLoader) {
        if (prefix == null) {
            return new ThreadSource(factory, contextClassLoader);
        }
        final AtomicLong started = new AtomicLong();
        return new ThreadSource(
                body -> {
                    final Thread thread = checked(factory.newThread(body));
                    thread.setName(prefix + started.incrementAndGet());
                    return thread;
                },
                contextClassLoader);
    }

    /** Makes and starts a thread; throws whatever the factory or the JVM throws. */
    @SuppressWarnings("ReferenceEquality") // class loaders have no other
    void start(Runnable body) {
        final Thread thread = checked(factory.newThread(body));
        final ClassLoader inherited = Thread.currentThread().getContextClassLoader();
        if (thread.getContextClassLoader() == inherited && inherited != contextClassLoader) {
            thread.setContextClassLoader(contextClassLoader);
        }
        thread.start();
    }

    private static Thread checked(@Nullable Thread made) {
        return Objects.requireNonNull(made, "the thread factory returned null");
    }
}
