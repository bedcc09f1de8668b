package io.threadlets.spring.config;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/** The names that properties of this starter may have, as the records say that they are bound to. */
public final class PropertyTree {
    /** Where all our properties are. */
    public static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("threadlets");

    private PropertyTree() {}

    /**
     * A name that is none of them.
     *
     * @param name as far as the first element that is unknown
     * @param keys what could stand there; empty if nothing can
     * @param meant the one of them that was probably meant, or null
     */
    record Unknown(
            ConfigurationPropertyName name,
            Set<String> keys,
            @Nullable String meant) {
        ConfigurationPropertyName parent() {
            return name.getParent();
        }

        String element() {
            return name.getLastElement(Form.ORIGINAL);
        }
    }

    /** Where a name below the root leaves the tree; null if it does not. */
    static @Nullable Unknown unknown(ConfigurationPropertyName name) {
        ResolvableType type = ResolvableType.forClass(ThreadletsProperties.class);
        for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
            final Class<?> here = type.toClass();
            if (Map.class.isAssignableFrom(here)) {
                type = type.asMap().getGeneric(1);
            } else if (Collection.class.isAssignableFrom(here)) {
                type = type.asCollection().getGeneric(0);
            } else {
                final Map<String, ResolvableType> keys = here.isRecord() ? keys(here) : Map.of();
                ResolvableType value = valueOf(name.getElement(i, Form.UNIFORM), keys);
                if (value == null && i == ROOT.getNumberOfElements()) {
                    value = ofStore(name.getElement(i, Form.UNIFORM));
                }
                if (value == null) {
                    return unknown(name, i, keys.keySet());
                }
                type = value;
            }
        }
        return null;
    }

    private static Unknown unknown(ConfigurationPropertyName name, int index, Set<String> keys) {
        final String element = name.getElement(index, Form.UNIFORM);
        // Variables of the environment have underscores for dashes too, which makes several elements of one.
        final String rest = IntStream.range(index, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.UNIFORM))
                .collect(Collectors.joining());
        final String meant = Suggestions.nearest(element, keys)
                .or(() -> Suggestions.nearest(rest, keys))
                .orElse(null);
        return new Unknown(name.chop(index + 1), new TreeSet<>(keys), meant);
    }

    /**
     * All names, where maps have these keys.
     *
     * @param entries the keys of each map, by its name below the root
     */
    static List<ConfigurationPropertyName> names(Map<String, Set<String>> entries) {
        final List<ConfigurationPropertyName> names = new ArrayList<>();
        addNames(ROOT, ResolvableType.forClass(ThreadletsProperties.class), entries, names);
        return names;
    }

    private static void addNames(
            ConfigurationPropertyName name,
            ResolvableType type,
            Map<String, Set<String>> entries,
            List<ConfigurationPropertyName> names) {
        if (Map.class.isAssignableFrom(type.toClass())) {
            final ResolvableType value = type.asMap().getGeneric(1);
            for (String entry : entries.getOrDefault(name.getLastElement(Form.DASHED), Set.of())) {
                addNames(child(name, entry), value, entries, names);
            }
        } else if (type.toClass().isRecord()) {
            keys(type.toClass()).forEach((key, value) -> addNames(name.append(key), value, entries, names));
        } else {
            names.add(name);
        }
    }

    /** A map's entry may have a name that stands in brackets. */
    static ConfigurationPropertyName child(ConfigurationPropertyName map, String entry) {
        return ConfigurationPropertyName.isValid(entry) && entry.indexOf('.') < 0
                ? map.append(entry)
                : ConfigurationPropertyName.adapt(map + "[" + entry + "]", '.');
    }

    /** The keys of a record, as they are written. Not by its components, which a native image does not know. */
    private static Map<String, ResolvableType> keys(Class<?> type) {
        final Constructor<?> canonical = type.getDeclaredConstructors()[0];
        return IntStream.range(0, canonical.getParameterCount())
                .boxed()
                .collect(Collectors.toMap(
                        i -> DataObjectPropertyName.toDashedForm(canonical.getParameters()[i].getName()),
                        i -> ResolvableType.forConstructorParameter(canonical, i)));
    }

    /** What can be set of a store on the class path, as a whole. */
    private static @Nullable ResolvableType ofStore(String name) {
        return new StoreTypes()
                .find(name)
                .map(type -> ResolvableType.forClass(type.properties()))
                .orElse(null);
    }

    /** Whether a name is one of the properties of a store that is on the class path. */
    static boolean isOfStore(ConfigurationPropertyName name) {
        return name.getNumberOfElements() > ROOT.getNumberOfElements() + 1
                && valueOf(name.getElement(ROOT.getNumberOfElements(), Form.UNIFORM), keys(ThreadletsProperties.class))
                        == null
                && unknown(name) == null;
    }

    private static @Nullable ResolvableType valueOf(String uniform, Map<String, ResolvableType> keys) {
        return keys.entrySet().stream()
                .filter(key -> key.getKey().replace("-", "").equals(uniform))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
