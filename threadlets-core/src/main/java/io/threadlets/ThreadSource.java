package io.threadlets;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes a queue's threads, independent of who makes them start: the context class loader is the one given here, and
 * thread group, priority, thread locals and access rights are not inherited. A factory of the application decides for
 * itself, but for a class loader that it did not choose.
 */
final class ThreadSource {
    private final ThreadFactory factory;
    private final @Nullable ClassLoader contextClassLoader;
    private final boolean isForeign;

    private ThreadSource(ThreadFactory factory, @Nullable ClassLoader contextClassLoader, boolean isForeign) {
        this.factory = factory;
        this.contextClassLoader = contextClassLoader;
        this.isForeign = isForeign;
    }

    static ThreadSource platform(String prefix, @Nullable ClassLoader contextClassLoader, ThreadGroup group) {
        final AtomicLong made = new AtomicLong();
        return new ThreadSource(
                body -> isolated(body, group, prefix + made.incrementAndGet(), contextClassLoader),
                contextClassLoader,
                false);
    }

    static ThreadSource virtual(String prefix, @Nullable ClassLoader contextClassLoader) {
        final ThreadFactory factory = VirtualThreads.factory(prefix);
        return new ThreadSource(
                body -> {
                    final Thread thread = factory.newThread(body);
                    thread.setContextClassLoader(contextClassLoader);
                    return thread;
                },
                contextClassLoader,
                false);
    }

    /** For {@link Rehearsal}: threads that another one plays. */
    static ThreadSource played(Queue<Runnable> lives) {
        return new ThreadSource(
                body -> new Thread(body) {
                    @Override
                    public synchronized void start() {
                        lives.add(body);
                    }
                },
                Thread.currentThread().getContextClassLoader(),
                false);
    }

    /** From a factory; with a prefix, the queue gives the names. */
    static ThreadSource of(ThreadFactory factory, @Nullable String prefix, @Nullable ClassLoader contextClassLoader) {
        if (prefix == null) {
            return new ThreadSource(factory, contextClassLoader, true);
        }
        final AtomicLong made = new AtomicLong();
        return new ThreadSource(
                body -> {
                    final Thread thread = checked(factory.newThread(body));
                    thread.setName(prefix + made.incrementAndGet());
                    return thread;
                },
                contextClassLoader,
                true);
    }

    @Nullable
    ClassLoader contextClassLoader() {
        return contextClassLoader;
    }

    /** Whether the application makes the threads, so that they may do something else than what they are given. */
    boolean isForeign() {
        return isForeign;
    }

    /** Makes and starts a thread; throws whatever the factory or the JVM throws. */
    @SuppressWarnings("ReferenceEquality") // class loaders have no other
    Thread start(Runnable body) {
        final Thread thread = checked(factory.newThread(body));
        final ClassLoader given = thread.getContextClassLoader();
        if (given == Thread.currentThread().getContextClassLoader() || given == ClassLoader.getSystemClassLoader()) {
            thread.setContextClassLoader(contextClassLoader); // the factory chose none
        }
        thread.start();
        return thread;
    }

    /**
     * Without the inherited access control context: on a JVM that has it, it would keep the class loaders of whoever
     * made the thread start for as long as the thread lives.
     */
    @SuppressWarnings({"removal", "ThreadPriorityCheck"}) // the normal priority, instead of that of whoever starts it
    static Thread isolated(Runnable body, ThreadGroup group, String name, @Nullable ClassLoader contextClassLoader) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            final Thread thread = new Thread(group, body, name, 0, false);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(contextClassLoader);
            return thread;
        });
    }

    private static Thread checked(@Nullable Thread made) {
        return Objects.requireNonNull(made, "the thread factory returned null");
    }
}
