package io.threadlets.spring.config;

import io.threadlets.spring.config.PropertyTree.Unknown;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties.Queue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * What is written under {@code threadlets}, wherever that is, and whether it means anything. What means nothing keeps
 * the application from starting; where it is of the process, which others share, it is but told of.
 */
public final class WrittenProperties {
    private static final ConfigurationPropertyName QUEUES = PropertyTree.ROOT.append("queues");
    private static final ConfigurationPropertyName METHODS = PropertyTree.ROOT.append("methods");
    private static final ConfigurationPropertyName DEFAULTS = PropertyTree.ROOT.append("defaults");

    /** What has entries by name, and no value of its own. */
    static final Set<ConfigurationPropertyName> MAPS = Set.of(QUEUES, METHODS);

    private final Environment environment;
    private final List<ConfigurationPropertySource> sources;

    /**
     * Looks at what is there now.
     *
     * @param environment where properties are written
     */
    public WrittenProperties(Environment environment) {
        this.environment = environment;
        this.sources = StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(source -> source.containsDescendantOf(PropertyTree.ROOT) != ConfigurationPropertyState.ABSENT)
                .toList();
    }

    /**
     * Whether nothing is written.
     *
     * @return false if there may be a property
     */
    public boolean isEmpty() {
        return sources.isEmpty();
    }

    private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
        return source instanceof IterableConfigurationPropertySource iterable
                ? iterable.stream().filter(PropertyTree.ROOT::isAncestorOf)
                : Stream.empty();
    }

    /**
     * Names of queues, also where what is written of them means nothing.
     *
     * @return as they are written
     */
    public Set<String> queueNames() {
        return sources.stream()
                .flatMap(WrittenProperties::names)
                .filter(QUEUES::isAncestorOf)
                .map(name -> name.getElement(QUEUES.getNumberOfElements(), Form.ORIGINAL))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The queues that are to have a store, whichever that is.
     *
     * @return the store's name by the queue's, as they are written; empty if none is to have one
     */
    public Map<String, String> stores() {
        final Map<String, String> stores = new LinkedHashMap<>();
        final Set<String> seen = new HashSet<>();
        for (ConfigurationPropertySource source : sources) { // the first one says what holds
            names(source).filter(WrittenProperties::isStoreOfQueue).forEach(name -> {
                final String queue = name.getElement(QUEUES.getNumberOfElements(), Form.ORIGINAL);
                final ConfigurationProperty property = source.getConfigurationProperty(name);
                if (property != null && seen.add(QueueNames.uniform(queue))) {
                    stores.put(
                            queue,
                            environment.resolvePlaceholders(property.getValue().toString()));
                }
            });
        }
        stores.values().removeIf(StoredSettings::isMemory);
        return stores;
    }

    /**
     * Whether a queue is to have a store.
     *
     * @param queue its name, which an environment variable spells in another way
     * @return whether one is named for it
     */
    public boolean hasStore(String queue) {
        final String uniform = QueueNames.uniform(queue);
        return stores().keySet().stream()
                .anyMatch(name -> QueueNames.uniform(name).equals(uniform));
    }

    private static boolean isStoreOfQueue(ConfigurationPropertyName name) {
        return QUEUES.isAncestorOf(name)
                && name.getNumberOfElements() == QUEUES.getNumberOfElements() + 2
                && name.getLastElement(Form.UNIFORM).equals("store");
    }

    // ---- queues that are only named ----

    /**
     * Puts right what binding makes of queues that one file names without a key ({@code mail:}) while another one sets
     * keys: it takes the first for all.
     *
     * @param bound the properties as they are bound
     * @return the properties with all keys of all files
     */
    public ThreadletsProperties complete(ThreadletsProperties bound) {
        final Map<String, Queue> queues = new LinkedHashMap<>();
        bound.queues().forEach((name, queue) -> {
            final ConfigurationPropertyName property = PropertyTree.child(QUEUES, name);
            final Queue complete = complete(property, queue);
            if (!complete.equals(Queue.unset()) || !hasTextOnly(property)) {
                queues.put(name, complete);
            }
        });
        return bound.with(complete(DEFAULTS, bound.defaults()), queues);
    }

    /**
     * Whether there is a text where queues or methods should be.
     *
     * @return whether {@link PropertiesBinding} is needed
     */
    public boolean hasTextForMaps() {
        return MAPS.stream().flatMap(this::direct).findAny().isPresent();
    }

    private Queue complete(ConfigurationPropertyName name, Queue bound) {
        // In this order: to compare records costs each start a lot, where nothing is set.
        return direct(name).findAny().isPresent() && bound.equals(Queue.unset())
                ? Binder.get(environment)
                        .bind(name, Bindable.of(Queue.class).withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY))
                        .orElse(bound)
                : bound;
    }

    private Stream<ConfigurationProperty> direct(ConfigurationPropertyName name) {
        return sources.stream().flatMap(source -> Stream.ofNullable(source.getConfigurationProperty(name)));
    }

    private boolean hasTextOnly(ConfigurationPropertyName name) {
        return direct(name).noneMatch(WrittenProperties::isBlank);
    }

    static boolean isBlank(ConfigurationProperty property) {
        return property.getValue().toString().isBlank();
    }

    // ---- what means nothing ----

    /**
     * What keeps the application from starting.
     *
     * @return what is wrong; empty if nothing is
     */
    public List<Problem> problems() {
        final Map<ConfigurationPropertyName, Problem> problems = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : sources) {
            if (!ProcessProperties.isOfProcess(source)) {
                names(source).forEach(name -> {
                    final Unknown unknown = PropertyTree.unknown(name);
                    if (unknown != null) {
                        problems.putIfAbsent(unknown.name(), problem(unknown, name));
                    } else if (isText(source, name)) {
                        problems.putIfAbsent(name, text(name));
                    } else if (isWithoutClass(name)) {
                        problems.putIfAbsent(name, withoutClass(name));
                    }
                });
            }
        }
        return List.copyOf(problems.values());
    }

    /** Whether there is a text where keys should be. */
    static boolean isText(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        if (!MAPS.contains(name) && MAPS.stream().noneMatch(map -> map.isParentOf(name)) && !DEFAULTS.equals(name)) {
            return false;
        }
        final ConfigurationProperty property = source.getConfigurationProperty(name);
        return property != null && !isBlank(property);
    }

    private static boolean isWithoutClass(ConfigurationPropertyName name) {
        return METHODS.isAncestorOf(name) && !method(name).contains(".");
    }

    private static String method(ConfigurationPropertyName name) {
        return name.getElement(METHODS.getNumberOfElements(), Form.ORIGINAL);
    }

    private static Problem withoutClass(ConfigurationPropertyName name) {
        return new Problem(
                name + " names a method without its class.",
                "Write " + METHODS + "[MailService." + method(name) + "], with the class that has the method.",
                List.of(name.toString()));
    }

    private static Problem text(ConfigurationPropertyName name) {
        if (QUEUES.equals(name)) {
            return new Problem(
                    name + " has a value, but it has queues by name.",
                    "Set " + name + ".disk.max-threads, for example.",
                    List.of(name.toString()));
        }
        if (METHODS.equals(name) || METHODS.isParentOf(name)) {
            return new Problem(
                    name + " has a value, but a method has keys.",
                    "Set " + METHODS + "[MailService.send].timeout, for example.",
                    List.of(name.toString()));
        }
        return new Problem(
                name + " has a value, but a queue has keys.",
                "Set one of them, such as " + name + ".max-threads, or no value for the defaults.",
                List.of(name.toString()));
    }

    private static Problem problem(Unknown unknown, ConfigurationPropertyName name) {
        final String keys = String.join(", ", unknown.keys());
        return new Problem(
                unknown.name() + " is not a property: "
                        + (keys.isEmpty()
                                ? unknown.parent() + " has no keys."
                                : unknown.parent() + " has no key '" + unknown.element() + "'. Keys: " + keys + "."),
                fix(unknown, name),
                List.of(unknown.name().toString()));
    }

    private static String fix(Unknown unknown, ConfigurationPropertyName name) {
        final Optional<String> artifact = StoreTypes.artifactOf(unknown.element());
        if (artifact.isPresent() && unknown.parent().equals(PropertyTree.ROOT)) {
            return "Add the dependency " + artifact.get() + ", which brings the store '" + unknown.element() + "'.";
        }
        final String inBrackets = inBrackets(name);
        if (inBrackets != null) {
            return "Write a name with a dot in brackets: " + inBrackets + ".";
        }
        if (unknown.meant() != null) {
            return "Did you mean " + unknown.meant() + "? Use "
                    + unknown.parent().append(unknown.meant()) + ".";
        }
        return "Remove it" + (unknown.keys().isEmpty() ? "." : ", or use one of the keys.");
    }

    /**
     * As {@code threadlets.methods[MailService.send].timeout} for the same without brackets; null if it is not that.
     */
    private static @Nullable String inBrackets(ConfigurationPropertyName name) {
        final int map = PropertyTree.ROOT.getNumberOfElements();
        final int last = name.getNumberOfElements() - 1;
        if (last < map + 3) {
            return null;
        }
        final String entry = IntStream.range(map + 1, last)
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .collect(Collectors.joining("."));
        final ConfigurationPropertyName meant =
                PropertyTree.child(name.chop(map + 1), entry).append(name.getElement(last, Form.DASHED));
        return PropertyTree.unknown(meant) == null ? meant.toString() : null;
    }

    /**
     * What means nothing, but may be meant for somebody else.
     *
     * @param bound the properties as they are bound
     * @return a line for each
     */
    public Collection<String> strays(ThreadletsProperties bound) {
        final Collection<String> strays = new ArrayList<>();
        final Set<String> queues =
                new LinkedHashSet<>(QueueNames.distinct(bound.queues().keySet(), environment));
        queues.add(SettingsResolver.GLOBAL);
        for (ConfigurationPropertySource source : sources) {
            if (ProcessProperties.isOfProcess(source)) {
                strays.addAll(new ProcessProperties(source)
                        .strays(queues, bound.methods().keySet()));
            }
        }
        return strays;
    }
}
