package io.threadlets.spring.queue;

import io.threadlets.OnFull;
import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueueCustomizer;
import io.threadlets.spring.config.CallLimits;
import io.threadlets.spring.config.QueueSettings;
import io.threadlets.spring.config.SettingsResolver;
import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.config.ThreadletsProperties.Mode;
import io.threadlets.spring.config.WrittenProperties;
import io.threadlets.spring.context.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** Builds the configured queues, and knows them and those that the application defines itself. */
public final class QueueRegistry implements SmartInitializingSingleton, DisposableBean {
    private static final Log LOG = LogFactory.getLog(QueueRegistry.class);

    private final QueueDirectory directory;
    private final QueueOwnership ownership;
    private final ThreadletsProperties properties;
    private final CallContext context;
    private final Map<String, QueueSettings> settings;
    private final Map<String, ThreadletQueue> configured;
    private final Deadlines deadlines;
    private final OpenCalls openCalls = new OpenCalls();
    private final StoredQueueDirectory stored;

    private final @Nullable QueueRegistry parent;
    private final QueueFamily family;

    /** All of this context, once all beans are made; asked with each plain call. */
    private volatile @Nullable List<ThreadletQueue> complete;

    /** What is behind tests' spies, by spy. */
    private volatile IdentityHashMap<ThreadletQueue, ThreadletQueue> spied = new IdentityHashMap<>();

    /**
     * Builds the queues.
     *
     * @param properties what to build
     * @param listeners asked for each queue
     * @param customizers called in this order for each
     * @param environment where the properties were read
     * @param beanFactory where the queues' beans are found, and the application's own queues
     * @param beans the names of the configured queues' beans
     * @param ownership knows those of them that are to be closed, however far the context got
     * @param context what goes along with what the companion executors are given
     * @throws ThreadletsConfigurationException naming everything that is wrong
     */
    public QueueRegistry(
            ThreadletsProperties properties,
            Collection<ListenerSource> listeners,
            List<ThreadletQueueCustomizer> customizers,
            Environment environment,
            ConfigurableListableBeanFactory beanFactory,
            QueueBeans beans,
            QueueOwnership ownership,
            CallContext context) {
        this.ownership = ownership;
        this.parent = QueueDirectory.parentOf(beanFactory);
        this.family = parent == null ? new QueueFamily() : parent.family;
        final WrittenProperties written = new WrittenProperties(environment);
        this.properties = written.complete(properties);
        this.context = context;
        this.settings = SettingsResolver.resolve(this.properties, environment);
        this.stored = new StoredQueueDirectory(settings, parent == null ? null : parent.stored, isInline());
        if (parent == null) { // else it has told of them: both are of one process
            written.strays(this.properties).forEach(LOG::warn);
        }
        final Map<String, ThreadletQueue> built = new LinkedHashMap<>();
        final Thread thread = Thread.currentThread();
        final ClassLoader before = thread.getContextClassLoader();
        // The queues' threads take it from here, and the container may be starting on somebody else's thread.
        thread.setContextClassLoader(beanFactory.getBeanClassLoader());
        try {
            this.deadlines = new Deadlines();
            for (QueueSettings each : settings.values()) {
                built.put(each.name(), build(each, listeners, customizers));
            }
        } catch (Throwable failure) {
            built.values().forEach(ThreadletQueue::shutdownNow);
            throw failure;
        } finally {
            thread.setContextClassLoader(before);
        }
        this.configured = Collections.unmodifiableMap(built);
        this.directory = new QueueDirectory(configured, beanFactory, beans, ownership);
        family.add(this); // at once: works may call while the context starts
    }

    private static ThreadletQueue build(
            QueueSettings settings, Collection<ListenerSource> listeners, List<ThreadletQueueCustomizer> customizers) {
        try {
            final ThreadletQueue.Builder builder = settings.toBuilder().times(true);
            for (ListenerSource source : listeners) {
                final ThreadletListener listener = source.listenerFor(settings.name());
                if (listener != null) {
                    builder.listener(listener);
                }
            }
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
        final ThreadletQueue queue = configured.get(name);
        if (queue == null) {
            throw new IllegalArgumentException(Suggestions.noSuchQueue(name, configured.keySet()));
        }
        return queue;
    }

    /**
     * Factory method of the companion executors' bean definitions.
     *
     * @param name a configured queue's name
     * @return an executor that hands to that queue
     */
    public Executor executor(String name) {
        return new QueueExecutor(
                name, isInline() ? () -> inCaller(name) : SingletonSupplier.of(() -> get(name)), context);
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
     * @param queue the name of any queue
     * @return those of its configuration, or the defaults for a queue of the application's own
     */
    public CallLimits limits(String queue) {
        final QueueSettings own = settings.get(queue);
        return own != null ? own.limits() : CallLimits.of(properties.defaults(), properties.defaults());
    }

    /**
     * The queues with a store.
     *
     * @return always the same, for as long as the context lives
     */
    public StoredQueueDirectory stored() {
        return stored;
    }

    /**
     * What the properties of a queue begin with.
     *
     * @param queue the name of any queue
     * @return those of its configuration, or of the defaults for a queue of the application's own
     */
    public String propertiesOf(String queue) {
        return settings.containsKey(queue) ? SettingsResolver.prefix(queue) : SettingsResolver.DEFAULTS;
    }

    /**
     * Whether a queue has submitters wait for room.
     *
     * @param queue the name of any queue
     * @return whether its configuration says so; one that is built otherwise is not known
     */
    public boolean blocks(String queue) {
        final QueueSettings own = settings.get(queue);
        return own != null && own.onFull() == OnFull.BLOCK;
    }

    /**
     * The queue that a thread is of, in this context, its parents, and all their children. Makes no bean.
     *
     * @param thread any thread
     * @return null if it is of none of these queues
     */
    public @Nullable ThreadletQueue ownerOf(Thread thread) {
        return family.ownerOf(thread);
    }

    /**
     * Who waits in plain calls.
     *
     * @return the same for this context, its parents, and all their children
     */
    public WaitingCallers waitingCallers() {
        return family.callers();
    }

    /**
     * What people call works by.
     *
     * @return the same for this context, its parents, and all their children
     */
    public WorkIds workIds() {
        return family.workIds();
    }

    /**
     * What a queue was built with.
     *
     * @param queue the name of any queue
     * @return null for a queue of the application's own, or of a parent
     */
    public @Nullable QueueSettings settings(String queue) {
        return settings.get(queue);
    }

    /**
     * The queue that runs what a queue is given.
     *
     * @param queue where calls go to
     * @return the one behind a test's spy, else the same
     */
    public ThreadletQueue watched(ThreadletQueue queue) {
        return spied.getOrDefault(queue, queue);
    }

    /** The queues whose threads may be asked for here: not those that the parent knows already. Makes no bean. */
    Collection<ThreadletQueue> watched() {
        final List<ThreadletQueue> found = complete;
        return found != null ? found : known();
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
     * The calls that a stop has to wait for though no thread has them.
     *
     * @return always the same, for as long as the context lives
     */
    public OpenCalls openCalls() {
        return openCalls;
    }

    /** From now on slow works and full queues are reported. */
    void watch(UsualTimes usual) {
        final List<FullQueue> full = new ArrayList<>();
        for (NamedQueue queue : own().values()) {
            if (NamedQueue.isMock(queue.watched())) {
                continue;
            }
            full.add(new FullQueue(queue.watched(), advice(queue.name()), System::nanoTime));
            final QueueSettings set = settings.get(queue.name());
            final Duration limit = set != null ? set.slowAfter() : SettingsResolver.slowAfter(properties.defaults());
            if (!limit.isZero()) {
                final SlowWorks slow =
                        new SlowWorks(queue, limit, propertiesOf(queue.name()) + ".slow-after", workIds(), usual);
                deadlines.each(slow.every(), slow);
            }
        }
        deadlines.each(FullQueue.EVERY, () -> full.forEach(FullQueue::run));
    }

    private String advice(String queue) {
        final QueueSettings own = settings.get(queue);
        return own != null ? own.advice() : "Raise the queue's capacity or maxThreads.";
    }

    /**
     * Where the works of a queue go to: the bean of its name, replaced or not.
     *
     * @param name the queue's name
     * @return the queue, of this context or of a parent
     * @throws IllegalArgumentException if there is none; the message lists the names that there are
     */
    public ThreadletQueue get(String name) {
        final ThreadletQueue queue = directory.find(name);
        if (queue == null) {
            throw new IllegalArgumentException(Suggestions.noSuchQueue(name, all().keySet()));
        }
        return queue;
    }

    /**
     * The queues of this context: configured ones, in their order, and the application's own.
     *
     * @return by name
     */
    public Map<String, NamedQueue> own() {
        return directory.own();
    }

    /**
     * The queues of this context, and those of its parents where it has none of that name.
     *
     * @return by name
     */
    public Map<String, NamedQueue> all() {
        return directory.all();
    }

    @Override
    public void afterSingletonsInstantiated() {
        directory.complete();
        final Collection<NamedQueue> parents =
                parent == null ? List.of() : parent.all().values();
        final IdentityHashMap<ThreadletQueue, ThreadletQueue> behind = new IdentityHashMap<>();
        final List<ThreadletQueue> found = new ArrayList<>();
        for (NamedQueue queue : all().values()) {
            if (queue.bean() != queue.watched()) {
                behind.put(queue.bean(), queue.watched());
            }
            if (!parents.contains(queue) && !NamedQueue.isMock(queue.watched())) {
                found.add(queue.watched());
            }
        }
        spied = behind;
        complete = List.copyOf(found);
    }

    /** Also closes what is open: of a context that fails to start before there is anybody else to do that. */
    @Override
    public void destroy() {
        family.remove(this);
        known().stream().filter(queue -> !queue.isShutdown()).forEach(ThreadletQueue::shutdownNow);
        deadlines.close();
    }

    /** What there is to close. Makes no bean: also for a context that fails to start. */
    Collection<ThreadletQueue> known() {
        final Set<ThreadletQueue> known = new LinkedHashSet<>(configured.values());
        ownership.queues().stream().filter(queue -> !NamedQueue.isMock(queue)).forEach(known::add);
        return known;
    }
}
