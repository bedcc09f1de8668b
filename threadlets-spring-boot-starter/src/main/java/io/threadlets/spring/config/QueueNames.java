package io.threadlets.spring.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * One name for each queue. An environment variable can spell neither dashes nor capitals, so beside {@code my-queue},
 * which it is meant to change, its properties are also bound as those of a queue {@code myqueue} that nobody wants.
 */
final class QueueNames {
    private static final ConfigurationPropertyName QUEUES = ConfigurationPropertyName.of("threadlets.queues");

    /** What relaxed binding tells apart by letters and digits only; anything else was written in brackets. */
    private static final Pattern RELAXED = Pattern.compile("[\\w-]+");

    private QueueNames() {}

    static Collection<String> distinct(Collection<String> bound, Environment environment) {
        final Map<String, List<String>> spellings = new LinkedHashMap<>();
        for (String name : bound) {
            spellings.computeIfAbsent(uniform(name), key -> new ArrayList<>()).add(name);
        }
        if (spellings.size() == bound.size()) {
            return bound;
        }
        final Set<String> written = writtenOutsideEnvironmentVariables(environment);
        // Where several files differ in spelling, the one with the most dashes says most.
        final Comparator<String> best = Comparator.<String>comparingInt(name -> written.contains(name) ? 1 : 0)
                .thenComparingInt(String::length);
        return spellings.values().stream()
                .map(names -> names.stream().max(best).orElseThrow())
                .toList();
    }

    /** The same for all spellings of one queue. */
    static String uniform(String name) {
        return RELAXED.matcher(name).matches() ? name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT) : name;
    }

    private static Set<String> writtenOutsideEnvironmentVariables(Environment environment) {
        final Set<String> names = new HashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                iterable.stream()
                        .filter(QUEUES::isAncestorOf)
                        .map(property -> property.getElement(QUEUES.getNumberOfElements(), Form.ORIGINAL))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
