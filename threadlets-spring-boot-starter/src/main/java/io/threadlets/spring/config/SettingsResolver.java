package io.threadlets.spring.config;

import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties.Queue;
import io.threadlets.spring.config.ThreadletsProperties.ThreadType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/** Turns properties into settings: a queue's own keys over the defaults, checked, all problems at once. */
public final class SettingsResolver {
    /** Name of the queue that always exists. */
    public static final String GLOBAL = "global";

    static final int GLOBAL_THREADS = 64;

    /** So that no application grows without limit by accident; the core's own default is no bound. */
    static final int DEFAULT_CAPACITY = 10_000;

    /** The core's, which a test compares: needed to tell which pair of sizes cannot be. */
    static final int DEFAULT_MIN_THREADS = 0;

    static final int DEFAULT_MAX_THREADS = 64;

    static final Duration DEFAULT_SLOW_AFTER = Duration.ofSeconds(60);

    /** Beans of these names change what Spring does for the whole application. */
    static final Set<String> RESERVED =
            Set.of("taskExecutor", "applicationTaskExecutor", "bootstrapExecutor", "taskScheduler");

    /** What the properties of all queues begin with. */
    public static final String DEFAULTS = "threadlets.defaults";

    private static final Queue NOTHING_SET = Queue.unset();

    private final ThreadletsProperties properties;
    private final Environment environment;
    private final List<Problem> problems = new ArrayList<>();
    private final StoreChecks stores;

    private SettingsResolver(ThreadletsProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
        this.stores = new StoreChecks(properties, environment, problems);
    }

    /**
     * Decides what holds for each queue.
     *
     * @param properties as they are bound
     * @param environment where they are written
     * @return settings by the name of the queue
     * @throws ThreadletsConfigurationException naming everything that is wrong
     */
    public static Map<String, QueueSettings> resolve(ThreadletsProperties properties, Environment environment) {
        return new SettingsResolver(properties, environment).resolve();
    }

    private Map<String, QueueSettings> resolve() {
        problems.addAll(new WrittenProperties(environment).problems());
        checkKeys(DEFAULTS, properties.defaults());
        stores.checkDefaults();
        checkNotNegative("threadlets.shutdown-timeout", properties.shutdownTimeout());
        checkNotNegative(
                "threadlets.health.saturated-after", properties.health().saturatedAfter());
        for (Map.Entry<String, ThreadletsProperties.Method> method :
                properties.methods().entrySet()) {
            checkNotNegative(
                    "threadlets.methods[" + method.getKey() + "].timeout",
                    method.getValue().timeout());
        }
        final Map<String, QueueSettings> settings = new LinkedHashMap<>();
        for (String name : QueueNames.distinct(properties.queues().keySet(), environment)) {
            checkName(name);
            checkKeys(prefix(name), queue(name));
            settings.put(name, settings(name));
        }
        if (!settings.containsKey(GLOBAL)) {
            settings.put(GLOBAL, settings(GLOBAL));
        }
        stores.checkStores(settings);
        ThreadletsConfigurationException.throwIfAny(problems);
        return settings;
    }

    private QueueSettings settings(String name) {
        final Queue queue = queue(name);
        final Queue defaults = properties.defaults();
        final int max;
        final int min;
        if (name.equals(GLOBAL)) {
            max = queue.maxThreads() != null ? queue.maxThreads() : GLOBAL_THREADS;
            min = queue.minThreads() != null ? queue.minThreads() : Math.min(GLOBAL_THREADS, max);
        } else {
            max = either(queue.maxThreads(), defaults.maxThreads(), DEFAULT_MAX_THREADS);
            min = either(queue.minThreads(), defaults.minThreads(), DEFAULT_MIN_THREADS);
        }
        if (min > max && min >= 0 && max >= 1) {
            refusePair(name, min, max);
        }
        final QueueSettings settings = new QueueSettings(
                name,
                min,
                max,
                either(queue.idleTimeout(), defaults.idleTimeout()),
                either(queue.capacity(), defaults.capacity(), DEFAULT_CAPACITY),
                either(queue.onFull(), defaults.onFull()),
                either(queue.prestart(), defaults.prestart()),
                either(queue.threadNamePrefix(), defaults.threadNamePrefix()),
                isVirtual(either(queue.threadType(), defaults.threadType(), ThreadType.AUTO)),
                CallLimits.of(queue, defaults),
                either(queue.slowAfter(), defaults.slowAfter(), DEFAULT_SLOW_AFTER),
                StoredSettings.of(queue, defaults));
        stores.checkQueue(name, queue, settings);
        return settings;
    }

    private boolean isVirtual(ThreadType type) {
        return type == ThreadType.VIRTUAL || (type == ThreadType.AUTO && Threading.VIRTUAL.isActive(environment));
    }

    /**
     * When works of queues without settings of their own are reported as slow.
     *
     * @param defaults what is set for all queues
     * @return the time; 0 means never
     */
    public static Duration slowAfter(Queue defaults) {
        final Duration set = defaults.slowAfter();
        return set != null ? set : DEFAULT_SLOW_AFTER;
    }

    private Queue queue(String name) {
        return properties.queues().getOrDefault(name, NOTHING_SET);
    }

    private static <T> @Nullable T either(@Nullable T own, @Nullable T inherited) {
        return own != null ? own : inherited;
    }

    private static <T> T either(@Nullable T own, @Nullable T inherited, T otherwise) {
        final T set = either(own, inherited);
        return set != null ? set : otherwise;
    }

    // ---- checks ----

    private void checkName(String name) {
        if (name.isBlank()) {
            problems.add(new Problem(
                    "A queue in threadlets.queues has a blank name.", "Give it one.", List.of("threadlets.queues")));
        }
        // A queue task-executor would be found under the other name as well.
        if (RESERVED.stream().anyMatch(reserved -> isSpelledAlike(reserved, name))) {
            problems.add(new Problem(
                    prefix(name) + ": a queue cannot be named '" + name
                            + "', since Spring takes a bean of that name for" + " the whole application's executor.",
                    "Give the queue another name; reserved are "
                            + String.join(", ", RESERVED.stream().sorted().toList()) + ".",
                    List.of(prefix(name))));
        }
    }

    /** But for capitals, and what stands between words. */
    private static boolean isSpelledAlike(String one, String other) {
        return one.equalsIgnoreCase(other.replaceAll("[^\\p{Alnum}]", ""));
    }

    private void checkKeys(String prefix, Queue queue) {
        checkAtLeast(0, prefix + ".min-threads", queue.minThreads());
        checkAtLeast(1, prefix + ".max-threads", queue.maxThreads());
        final Duration idleTimeout = queue.idleTimeout();
        if (idleTimeout != null && (idleTimeout.isNegative() || idleTimeout.isZero())) {
            refuse(prefix + ".idle-timeout", idleTimeout, "must be more than zero", "a time such as 10s");
        }
        checkNotNegative(prefix + ".timeout", queue.timeout());
        checkNotNegative(prefix + ".queue-timeout", queue.queueTimeout());
        checkNotNegative(prefix + ".slow-after", queue.slowAfter());
        stores.checkKeys(prefix, queue);
        final Integer capacity = queue.capacity();
        if (capacity != null && capacity < QueueSettings.UNBOUNDED) {
            refuse(prefix + ".capacity", capacity, "must be at least 0, or -1 for no limit", "0 or more, or -1");
        }
        final String threadNamePrefix = queue.threadNamePrefix();
        if (threadNamePrefix != null && threadNamePrefix.isBlank()) {
            refuse(prefix + ".thread-name-prefix", "blank", "must not be blank", "some text, or leave it out");
        }
        if (queue.threadType() == ThreadType.VIRTUAL
                && JavaVersion.getJavaVersion().isOlderThan(JavaVersion.TWENTY_ONE)) {
            problems.add(new Problem(
                    prefix + ".thread-type is virtual, which needs Java 21 (running "
                            + System.getProperty("java.version") + ").",
                    "Use platform, auto, or a later Java.",
                    List.of(prefix + ".thread-type")));
        }
    }

    private void checkAtLeast(int least, String property, @Nullable Integer value) {
        if (value != null && value < least) {
            refuse(property, value, "must be at least " + least, least + " or more");
        }
    }

    private void checkNotNegative(String property, @Nullable Duration value) {
        if (value != null && value.isNegative()) {
            refuse(property, value, "must not be negative", "a time such as 2s, or 0 for none");
        }
    }

    private void refuse(String property, Object value, String rule, String allowed) {
        problems.add(new Problem(
                property + " is " + value + ", but " + rule + ".",
                "Set " + property + " to " + allowed + ".",
                List.of(property)));
    }

    private void refusePair(String name, int min, int max) {
        final String minKey = whereSet(name, ".min-threads", Queue::minThreads);
        final String maxKey = whereSet(name, ".max-threads", Queue::maxThreads);
        problems.add(new Problem(
                "Queue '" + name + "': " + minKey + " is " + min + ", but " + maxKey + " is " + max
                        + (isSet(name, Queue::maxThreads) ? "" : " by default") + "; min-threads must be at most"
                        + " max-threads.",
                "Make " + prefix(name) + ".min-threads at most " + max + ", or " + prefix(name)
                        + ".max-threads at least " + min + ".",
                List.of(minKey, maxKey)));
    }

    private boolean isSet(String name, Function<Queue, @Nullable Integer> key) {
        return key.apply(queue(name)) != null || (!name.equals(GLOBAL) && key.apply(properties.defaults()) != null);
    }

    /** The property that decides; the queue's own where none does. */
    private String whereSet(String name, String key, Function<Queue, @Nullable Integer> value) {
        final boolean isInherited = value.apply(queue(name)) == null && isSet(name, value);
        return (isInherited ? DEFAULTS : prefix(name)) + key;
    }

    /**
     * What the properties of a queue begin with.
     *
     * @param name of the queue
     * @return as in {@code threadlets.queues.mail}
     */
    public static String prefix(String name) {
        return name.matches("[\\w-]+") ? "threadlets.queues." + name : "threadlets.queues[" + name + "]";
    }
}
