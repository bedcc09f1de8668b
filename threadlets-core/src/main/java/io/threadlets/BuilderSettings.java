package io.threadlets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a builder collects, with the defaults. Each value was checked by the builder, their combination is here. */
final class BuilderSettings {
    private final String name;
    private final @Nullable ClassLoader contextClassLoader;
    private final ThreadGroup threadGroup;
    private final String creator;
    final List<ThreadletListener> listeners = new ArrayList<>();
    int minThreads;
    int maxThreads = 64;

    /** The idle timeout of QEMU's own pools, which the patch inherited. */
    Duration idleTimeout = Duration.ofSeconds(10);

    int capacity = Integer.MAX_VALUE;
    OnFull onFull = OnFull.REJECT;
    boolean prestart;
    boolean virtualThreads;

    @Nullable
    ThreadFactory threadFactory;

    /** Null: the queue's name and a dash, and a factory's own names. */
    @Nullable
    String threadNamePrefix;

    /** Null: as the listeners need it. */
    @Nullable
    Boolean times;

    /** What to change of a full queue; who sets sizes elsewhere has other words for them. */
    String advice = Rejections.ADVICE;

    LongSupplier nanoTime = System::nanoTime;
    Function<QueueConfig, Engine> engine = AtomicEngine::new;

    /** @param creator the name of the thread that makes the queue */
    private BuilderSettings(
            String name, @Nullable ClassLoader contextClassLoader, ThreadGroup threadGroup, String creator) {
        this.name = name;
        this.contextClassLoader = contextClassLoader;
        this.threadGroup = threadGroup;
        this.creator = creator;
    }

    /** Those of a private queue, whose threads are of the calling thread's kind. */
    static BuilderSettings of(String name) {
        final Thread creator = Thread.currentThread();
        return new BuilderSettings(name, creator.getContextClassLoader(), creator.getThreadGroup(), creator.getName());
    }

    /** Those of the JVM-wide queue, whose threads must not keep the class loader of its first user. */
    static BuilderSettings global() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        final BuilderSettings settings = new BuilderSettings(
                "global",
                ClassLoader.getSystemClassLoader(),
                root,
                Thread.currentThread().getName());
        settings.minThreads = 64;
        settings.maxThreads = 64;
        return settings;
    }

    /** Fails if the settings contradict one another. */
    Engine newEngine() {
        Arguments.requireOrdered(name, minThreads, maxThreads);
        StackRoom.require();
        Rehearsal.begin();
        final Listeners heard = new Listeners(listeners);
        final Engine made = engine.apply(new QueueConfig(
                name,
                minThreads,
                maxThreads,
                Arguments.saturatedNanos(idleTimeout),
                capacity,
                onFull,
                threadSource(),
                heard,
                times == null ? !heard.isEmpty() : times,
                nanoTime,
                advice));
        if (prestart) {
            made.prestart();
        }
        return made;
    }

    private ThreadSource threadSource() {
        final String prefix = ThreadNames.apartFrom(creator, threadNamePrefix == null ? name + "-" : threadNamePrefix);
        if (threadFactory == null) {
            return virtualThreads
                    ? ThreadSource.virtual(prefix, contextClassLoader)
                    : ThreadSource.platform(prefix, contextClassLoader, threadGroup);
        }
        if (virtualThreads) {
            throw new IllegalArgumentException("Queue '" + name
                    + "': virtualThreads must be false with a threadFactory but was true; let the factory make them");
        }
        return ThreadSource.of(threadFactory, threadNamePrefix == null ? null : prefix, contextClassLoader);
    }
}
