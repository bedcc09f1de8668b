package io.threadlets.spring.queue;

import io.threadlets.OnFull;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueueCustomizer;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.queue.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.queue.ThreadletsProperties.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Builds the configured queues, and knows them and those that the application defines itself. */
public final class QueueRegistry implements ThreadletQueues, SmartInitializingSingleton {
    private final ConfigurableListableBeanFactory beanFactory;
    private final QueueOwnership ownership;
    private final ThreadletsProperties properties;
    private final CallContext context;
    private final Map<String, QueueSettings> settings;
    private final Map<String, ThreadletQueue> configured;
    private final Deadlines deadlines;
    private final OpenCalls openCalls = new OpenCalls();

    /** Configured ones and the application's own; null while its beans may still be in the making. */
    private volatile @Nullable Map<String, ThreadletQueue> all;

    /**
     * Builds the queues.
     *
     * @param properties what to build
     * @param customizers called in this order for each
     * @param environment where the properties were read
     * @param beanFactory where the application's own queues are found
     * @param ownership knows those of them that are to be closed, however far the context got
     * @param context what goes along with what the companion executors are given
     * @throws ThreadletsConfigurationException naming everything that is wrong
     */
    public QueueRegistry(
            ThreadletsProperties properties,
            List<ThreadletQueueCustomizer> customizers,
            Environment environment,
            ConfigurableListableBeanFactory beanFactory,
            QueueOwnership ownership,
            CallContext context) {
        this.beanFactory = beanFactory;
        this.ownership = ownership;
        this.properties = properties;
        this.context = context;
        this.settings = SettingsResolver.resolve(properties, environment);
        final Map<String, ThreadletQueue> built = new LinkedHashMap<>();
        final Thread thread = Thread.currentThread();
        final ClassLoader before = thread.getContextClassLoader();
        // The queues' threads take it from here, and the container may be starting on somebody else's thread.
        thread.setContextClassLoader(beanFactory.getBeanClassLoader());
        try {
            this.deadlines = new Deadlines();
            for (QueueSettings each : settings.values()) {
                built.put(each.name(), build(each, customizers));
            }
        } catch (Throwable failure) {
            built.values().forEach(ThreadletQueue::shutdownNow);
            throw failure;
        } finally {
            thread.setContextClassLoader(before);
        }
        this.configured = Collections.unmodifiableMap(built);
    }

    private static ThreadletQueue build(QueueSettings settings, List<ThreadletQueueCustomizer> customizers) {
        try {
            final ThreadletQueue.Builder builder = settings.toBuilder().times(true);
            for (ThreadletQueueCustomizer customizer : customizers) {
                customizer.customize(settings.name(), builder);
            }
            return builder.build();
        } catch (IllegalArgumentException refused) {
            final ThreadletsConfigurationException failure = new ThreadletsConfigurationException(List.of(new Problem(
                    "Queue '" + settings.name() + "' cannot be built: " + refused.getMessage() + ".",
                    "Change " + SettingsResolver.prefix(settings.name()) + " or threadlets.defaults"
                            + (customizers.isEmpty() ? "." : ", or the ThreadletQueueCustomizer beans."),
                    List.of(SettingsResolver.prefix(settings.name()), "threadlets.defaults"))));
            failure.initCause(refused);
            throw failure;
        }
    }

    /**
     * Factory method of the queues' bean definitions.
     *
     * @param name a configured queue's name
     * @return the queue
     */
    public ThreadletQueue queue(String name) {
        return get(name);
    }

    /**
     * Factory method of the companion executors' bean definitions.
     *
     * @param name a configured queue's name
     * @return an executor that hands to that queue
     */
    public Executor executor(String name) {
        if (isInline()) {
            return new QueueExecutor(name, () -> inCaller(name), context);
        }
        final ThreadletQueue queue = get(name);
        return new QueueExecutor(name, () -> queue, context);
    }

    /**
     * Whether calls and what the companion executors are given run in their callers.
     *
     * @return whether {@code threadlets.mode} says so
     */
    public boolean isInline() {
        return properties.mode() == Mode.INLINE;
    }

    /**
     * A queue without threads: what is given to it runs in the caller.
     *
     * @param name of the queue that it stands for
     * @return a new one: a queue puts off what a work that a caller runs submits to it
     */
    public static ThreadletQueue inCaller(String name) {
        final ThreadletQueue queue = ThreadletQueue.builder(name)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .build();
        queue.pause();
        return queue;
    }

    /**
     * What the calls of annotated methods may take on a queue.
     *
     * @param queue any queue
     * @return those of its configuration, or the defaults for a queue of the application's own
     */
    public CallLimits limits(ThreadletQueue queue) {
        final QueueSettings own = settings.get(queue.name());
        return own != null ? own.limits() : CallLimits.of(properties.defaults(), properties.defaults());
    }

    /**
     * Whether what ends the calls of a queue early interrupts their bodies, where the method says nothing else.
     *
     * @param queue any queue
     * @return what the properties say, true by default
     */
    public boolean isInterrupting(ThreadletQueue queue) {
        return limits(queue).interrupt();
    }

    /**
     * What the properties of a queue begin with.
     *
     * @param queue any queue
     * @return those of its configuration, or of the defaults for a queue of the application's own
     */
    public String propertiesOf(ThreadletQueue queue) {
        return settings.containsKey(queue.name()) ? SettingsResolver.prefix(queue.name()) : SettingsResolver.DEFAULTS;
    }

    /**
     * What happens later.
     *
     * @return always the same, for as long as the context lives
     */
    public Deadlines deadlines() {
        return deadlines;
    }

    /**
     * Calls that their queues do not know.
     *
     * @return always the same, for as long as the context lives
     */
    public OpenCalls openCalls() {
        return openCalls;
    }

    /** From now on slow works are reported. */
    void watch() {
        for (ThreadletQueue queue : this) {
            final QueueSettings own = settings.get(queue.name());
            final Duration limit = own != null ? own.slowAfter() : SettingsResolver.slowAfter(properties.defaults());
            if (!limit.isZero()) {
                final SlowWorks slow = new SlowWorks(queue, limit, propertiesOf(queue) + ".slow-after");
                deadlines.each(slow.every(), slow);
            }
        }
    }

    @Override
    public ThreadletQueue get(String name) {
        // Not through all(): a configured queue may be wanted while the application's own are still in the making.
        ThreadletQueue queue = configured.get(name);
        if (queue == null) {
            queue = all().get(name);
        }
        if (queue == null) {
            throw new IllegalArgumentException(Suggestions.noSuchQueue(name, names()));
        }
        return queue;
    }

    @Override
    public Set<String> names() {
        return all().keySet();
    }

    @Override
    public Iterator<ThreadletQueue> iterator() {
        return all().values().iterator();
    }

    @Override
    public void afterSingletonsInstantiated() {
        all = findAll();
    }

    /** As the iterator, but makes no bean: also for a context that fails to start. */
    Collection<ThreadletQueue> known() {
        final Map<String, ThreadletQueue> found = all;
        final Set<ThreadletQueue> known = new LinkedHashSet<>((found != null ? found : configured).values());
        known.addAll(ownership.queues());
        return known;
    }

    private Map<String, ThreadletQueue> all() {
        final Map<String, ThreadletQueue> found = all;
        return found != null ? found : findAll();
    }

    private Map<String, ThreadletQueue> findAll() {
        final Map<String, ThreadletQueue> found = new LinkedHashMap<>(configured);
        final List<Problem> problems = new ArrayList<>();
        for (Map.Entry<String, ThreadletQueue> bean :
                beanFactory.getBeansOfType(ThreadletQueue.class, false, true).entrySet()) {
            final ThreadletQueue queue = bean.getValue();
            final ThreadletQueue other = found.putIfAbsent(queue.name(), queue);
            if (other != null && other != queue) {
                problems.add(sameName(bean.getKey(), queue.name()));
            }
        }
        ThreadletsConfigurationException.throwIfAny(problems);
        return Collections.unmodifiableMap(found);
    }

    private Problem sameName(String beanName, String name) {
        final boolean isConfigured = configured.containsKey(name);
        final String property = SettingsResolver.prefix(name);
        return new Problem(
                "Bean '" + beanName + "' is a ThreadletQueue named '" + name + "', as is "
                        + (isConfigured ? "the one of " + property : "another bean") + "; names must be different.",
                isConfigured
                        ? "Remove the bean and set " + property + ".*, or give its queue another name."
                        : "Give one of them another name.",
                isConfigured ? List.of(property) : List.of());
    }
}
