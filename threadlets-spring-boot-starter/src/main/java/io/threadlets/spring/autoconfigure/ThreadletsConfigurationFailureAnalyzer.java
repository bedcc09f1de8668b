package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Reports all problems at once, each property with its value and where it was read. */
final class ThreadletsConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ThreadletsConfigurationException> {
    private final Environment environment;

    ThreadletsConfigurationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ThreadletsConfigurationException cause) {
        final List<Problem> problems = cause.problems();
        final boolean isOne = problems.size() == 1;
        final String description = problems.stream()
                .map(problem -> (isOne ? "" : "- ") + problem.text() + origins(problem))
                .collect(Collectors.joining(System.lineSeparator()));
        final String action = problems.stream()
                .map(problem -> (isOne ? "" : "- ") + problem.fix())
                .distinct()
                .collect(Collectors.joining(System.lineSeparator()));
        return new FailureAnalysis(
                isOne
                        ? description
                        : problems.size() + " problems were found:" + System.lineSeparator() + System.lineSeparator()
                                + description,
                action,
                cause);
    }

    private String origins(Problem problem) {
        return problem.properties().stream()
                .map(property -> find(ConfigurationPropertyName.adapt(property, '.')))
                .filter(Objects::nonNull)
                .map(found -> System.lineSeparator() + "    " + found.getName() + " = " + found.getValue()
                        + (found.getOrigin() == null ? "" : ", read from " + found.getOrigin()))
                .collect(Collectors.joining());
    }

    /** The property, or where there is none of that name the first below it. */
    private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
        return Stream.concat(
                        sources().map(source -> source.getConfigurationProperty(name)),
                        sources()
                                .flatMap(source -> source instanceof IterableConfigurationPropertySource iterable
                                        ? iterable.stream()
                                                .filter(name::isAncestorOf)
                                                .limit(1)
                                                .map(iterable::getConfigurationProperty)
                                        : Stream.empty()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Stream<ConfigurationPropertySource> sources() {
        return StreamSupport.stream(
                ConfigurationPropertySources.get(environment).spliterator(), false);
    }
}
