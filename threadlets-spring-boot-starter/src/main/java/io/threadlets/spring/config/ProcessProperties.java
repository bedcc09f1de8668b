package io.threadlets.spring.config;

import io.threadlets.spring.config.PropertyTree.Unknown;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables and system properties that begin as ours do. They belong to the process: one that is not ours
 * may be somebody else's, as those that Kubernetes makes for a service of our name.
 */
final class ProcessProperties {
    private static final String VARIABLE_PREFIX = "THREADLETS_";

    private final ConfigurationPropertySource source;

    /** @param source one that {@linkplain #isOfProcess is of the process} */
    ProcessProperties(ConfigurationPropertySource source) {
        this.source = source;
    }

    static boolean isOfProcess(ConfigurationPropertySource source) {
        return isVariables(source)
                || (source.getUnderlyingSource() instanceof PropertySource<?> underlying
                        && underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
    }

    private static boolean isVariables(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /**
     * What has no effect: a line for each.
     *
     * @param queues the names of those that there are
     * @param methods the keys of those of which something is set
     */
    Collection<String> strays(Set<String> queues, Set<String> methods) {
        return isVariables(source) ? strayVariables(queues, methods) : strayProperties();
    }

    private List<String> strayProperties() {
        if (!(source instanceof IterableConfigurationPropertySource iterable)) {
            return List.of();
        }
        return iterable.stream()
                .filter(PropertyTree.ROOT::isAncestorOf)
                .filter(name -> PropertyTree.unknown(name) != null || WrittenProperties.isText(source, name))
                .map(name -> stray("System property " + name, PropertyTree.unknown(name), false))
                .toList();
    }

    private List<String> strayVariables(Set<String> queues, Set<String> methods) {
        if (!(source.getUnderlyingSource() instanceof EnumerablePropertySource<?> variables)) {
            return List.of();
        }
        final List<ConfigurationPropertyName> known = PropertyTree.names(Map.of("queues", queues, "methods", methods));
        final Set<String> used = used(known, queues);
        return Arrays.stream(variables.getPropertyNames())
                .filter(name -> upper(name).startsWith(VARIABLE_PREFIX) && !used.contains(upper(name)))
                .filter(name -> !PropertyTree.isOfStore(property(name)))
                .sorted()
                .map(name -> strayVariable(name, known))
                .toList();
    }

    /** Dashes are what variables are most often wrong about: they have nothing in their place. */
    private static String strayVariable(String variable, List<ConfigurationPropertyName> known) {
        final String what = "Environment variable " + variable;
        final String letters = upper(variable).replace("_", "");
        return known.stream()
                .map(ConfigurationPropertyName::toString)
                .filter(name -> variable(name).replace("_", "").equals(letters))
                .findFirst()
                .map(name -> stray(what, variable(name) + " (" + name + ")"))
                .orElseGet(() -> stray(what, PropertyTree.unknown(property(variable)), true));
    }

    private static ConfigurationPropertyName property(String variable) {
        return ConfigurationPropertyName.adapt(variable.toLowerCase(Locale.ROOT), '_');
    }

    /** The variables that are read when the known properties are. */
    private Set<String> used(List<ConfigurationPropertyName> known, Set<String> queues) {
        final Set<String> used = new HashSet<>();
        known.forEach(name -> addVariable(source.getConfigurationProperty(name), used));
        for (String queue : queues) {
            final ConfigurationProperty named =
                    source.getConfigurationProperty(PropertyTree.child(PropertyTree.ROOT.append("queues"), queue));
            if (named != null && WrittenProperties.isBlank(named)) {
                addVariable(named, used);
            }
        }
        return used;
    }

    private static void addVariable(@Nullable ConfigurationProperty read, Set<String> used) {
        if (read != null && read.getOrigin() instanceof PropertySourceOrigin origin) {
            used.add(upper(origin.getPropertyName()));
        }
    }

    private static String stray(String what, @Nullable Unknown unknown, boolean isVariable) {
        if (unknown == null) {
            return what + " has no effect: queues and methods have keys, which are set one by one.";
        }
        if (unknown.meant() == null) {
            return what + " has no effect: there is no property of that name.";
        }
        final String meant = unknown.parent().append(unknown.meant()).toString();
        return stray(what, isVariable ? variable(meant) + " (" + meant + ")" : meant);
    }

    private static String stray(String what, String meant) {
        return what + " has no effect: there is no property of that name. Did you mean " + meant + "?";
    }

    private static String variable(String property) {
        return upper(property.replace("-", "").replace('.', '_'));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
