package io.threadlets.spring.config;

import io.threadlets.OnFull;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties.Queue;
import io.threadlets.spring.store.StoreType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** What may be wrong with the keys of queues with a store, and with such keys on others. */
final class StoreChecks {
    private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

    private final ThreadletsProperties properties;
    private final Environment environment;
    private final List<Problem> problems;

    StoreChecks(ThreadletsProperties properties, Environment environment, List<Problem> problems) {
        this.properties = properties;
        this.environment = environment;
        this.problems = problems;
    }

    /** Values that no queue may have. */
    void checkKeys(String prefix, Queue queue) {
        final Integer retries = queue.retries();
        if (retries != null && retries < 0) {
            refuse(prefix + ".retries", retries, "must be at least 0", "0 or more");
        }
        final Integer maxCrashes = queue.maxCrashes();
        if (maxCrashes != null && maxCrashes < 1) {
            refuse(prefix + ".max-crashes", maxCrashes, "must be at least 1", "1 or more");
        }
        final Double multiplier = queue.backoffMultiplier();
        if (multiplier != null && !(multiplier >= 1 && multiplier <= Short.MAX_VALUE)) {
            refuse(prefix + ".backoff-multiplier", multiplier, "must be at least 1", "1 or more, such as 2");
        }
        if (queue.maxPayload() != null && queue.maxPayload().toBytes() < 1) {
            refuse(prefix + ".max-payload", queue.maxPayload(), "must be more than 0", "a size such as 64KB");
        }
        checkNotNegative(prefix + ".backoff", queue.backoff());
        checkNotNegative(prefix + ".backoff-max", queue.backoffMax());
        checkNotNegative(prefix + ".keep-dead", queue.keepDead());
    }

    private void checkNotNegative(String property, @Nullable Duration value) {
        if (value != null && value.isNegative()) {
            refuse(property, value, "must not be negative", "a time such as 10s");
        }
    }

    private void refuse(String property, Object value, String rule, String allowed) {
        problems.add(new Problem(
                property + " is " + value + ", but " + rule + ".",
                "Set " + property + " to " + allowed + ".",
                List.of(property)));
    }

    void checkDefaults() {
        final String store = properties.defaults().store();
        if (store != null) {
            final String property = SettingsResolver.DEFAULTS + ".store";
            problems.add(new Problem(
                    property + " is " + store + ", but a store cannot be set for all queues at once.",
                    "Set it where it is wanted, as in threadlets.queues.reports.store: " + store + ".",
                    List.of(property)));
        }
    }

    /** Keys that one queue has, and must not have with a store, or without one. */
    void checkQueue(String name, Queue queue, QueueSettings settings) {
        final String prefix = SettingsResolver.prefix(name);
        if (settings.store() == null) {
            checkWithoutStore(prefix, queue);
            return;
        }
        if (name.equals(SettingsResolver.GLOBAL)) {
            problems.add(new Problem(
                    prefix + ".store is " + queue.store()
                            + ", but the queue 'global' cannot have a store: fallbacks and"
                            + " calls without a queue run there.",
                    "Give the stored calls a queue of their own, as in threadlets.queues.reports.store.",
                    List.of(prefix + ".store")));
        }
        final OnFull onFull = settings.onFull();
        if (onFull != null && onFull != OnFull.REJECT) {
            final String property = (queue.onFull() != null ? prefix : SettingsResolver.DEFAULTS) + ".on-full";
            problems.add(new Problem(
                    property + " is " + onFull.name().toLowerCase(Locale.ROOT).replace('_', '-') + ", but queue '"
                            + name + "' has a store: a call that finds no room there is rejected.",
                    "Set " + prefix + ".on-full to reject.",
                    List.of(property)));
        }
        final Duration queueTimeout = settings.limits().queueTimeout();
        if (queueTimeout != null && !queueTimeout.isZero()) {
            final String property =
                    (queue.queueTimeout() != null ? prefix : SettingsResolver.DEFAULTS) + ".queue-timeout";
            problems.add(new Problem(
                    property + " is " + queueTimeout + ", but queue '" + name
                            + "' has a store: its calls wait until they are run, or taken back.",
                    "Set " + prefix + ".queue-timeout to 0.",
                    List.of(property)));
        }
        if (settings.maxThreads() > StoredSettings.MOST_THREADS) {
            final String property = (queue.maxThreads() != null ? prefix : SettingsResolver.DEFAULTS) + ".max-threads";
            problems.add(new Problem(
                    property + " is " + settings.maxThreads() + ", but queue '" + name + "' has a store, and with it at"
                            + " most " + StoredSettings.MOST_THREADS + " threads on one instance.",
                    "Set " + prefix + ".max-threads to at most " + StoredSettings.MOST_THREADS + ".",
                    List.of(property)));
        }
    }

    private void checkWithoutStore(String prefix, Queue queue) {
        final Map<String, @Nullable Object> keys = new LinkedHashMap<>();
        keys.put("retries", queue.retries());
        keys.put("backoff", queue.backoff());
        keys.put("backoff-multiplier", queue.backoffMultiplier());
        keys.put("backoff-max", queue.backoffMax());
        keys.put("max-crashes", queue.maxCrashes());
        keys.put("keep-dead", queue.keepDead());
        keys.put("max-payload", queue.maxPayload());
        keys.forEach((key, value) -> {
            if (value != null) {
                problems.add(new Problem(
                        prefix + "." + key + " is " + value + ", but the queue has no store: nothing would come of it.",
                        "Set " + prefix + ".store, or remove " + prefix + "." + key + ".",
                        List.of(prefix + "." + key)));
            }
        });
    }

    /** Whether the stores that queues name are there, and what these have against the queues. */
    void checkStores(Map<String, QueueSettings> settings) {
        final Map<String, List<String>> queuesOfStore = new LinkedHashMap<>();
        settings.forEach((name, queue) -> {
            if (queue.store() != null) {
                queuesOfStore
                        .computeIfAbsent(queue.store().store(), store -> new ArrayList<>())
                        .add(name);
            }
        });
        if (queuesOfStore.isEmpty()) {
            return;
        }
        if (!ClassUtils.isPresent(JACKSON, null)) {
            problems.add(new Problem(
                    "Queues with a store need Jackson to write arguments down, and it is not on the class path.",
                    "Add the dependency tools.jackson.core:jackson-databind, or spring-boot-starter-jackson."));
        }
        final StoreTypes types = new StoreTypes();
        queuesOfStore.forEach((store, queues) -> {
            final Optional<StoreType> type = types.find(store);
            if (type.isPresent()) {
                for (StoreType.Problem problem : type.get().problems(queues, environment)) {
                    problems.add(new Problem(problem.text(), problem.fix(), problem.properties()));
                }
            } else {
                problems.add(unknown(store, queues, types));
            }
        });
    }

    private static Problem unknown(String store, List<String> queues, StoreTypes types) {
        final List<String> found = types.names().stream().sorted().toList();
        final String property = SettingsResolver.prefix(queues.get(0)) + ".store";
        final List<String> known = Stream.of(List.of(StoredSettings.MEMORY, "jdbc"), found)
                .flatMap(List::stream)
                .distinct()
                .toList();
        final String fix = StoreTypes.artifactOf(store)
                .map(artifact -> "Add the dependency " + artifact + ", which brings it.")
                .orElseGet(() -> Suggestions.nearest(store, known)
                        .map(near -> "Did you mean '" + near + "'? Set " + property + " to it"
                                + (found.contains(near) || near.equals(StoredSettings.MEMORY)
                                        ? "."
                                        : ", and add the dependency "
                                                + StoreTypes.artifactOf(near).orElse("that brings it") + "."))
                        .orElse("Set " + property + " to one of these, or add the dependency that brings '" + store
                                + "'; " + StoreTypes.artifactOf("jdbc").orElseThrow() + " brings 'jdbc'."));
        return new Problem(
                property + " is " + store + ", but there is no such store on the class path. Stores: "
                        + Stream.concat(Stream.of(StoredSettings.MEMORY), found.stream())
                                .collect(Collectors.joining(", "))
                        + ".",
                fix,
                queues.stream()
                        .map(queue -> SettingsResolver.prefix(queue) + ".store")
                        .toList());
    }
}
