package io.threadlets.spring.config;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Keeps the application from starting, once all bean definitions are known and before any bean is made: with what is
 * wrong with the properties, and with the annotations too.
 */
public final class WrongProperties implements BeanFactoryPostProcessor {
    private final List<Problem> wrong;
    private final @Nullable Set<String> queues;
    private final Set<String> stored;

    /**
     * Keeps a report until the annotations can be looked at.
     *
     * @param wrong what is wrong with the properties
     * @param queues which annotations may name; null if they cannot be looked at, since what is set over them cannot
     * @param stored those of them that are to have a store
     */
    public WrongProperties(List<Problem> wrong, @Nullable Set<String> queues, Set<String> stored) {
        this.wrong = wrong;
        this.queues = queues;
        this.stored = stored;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        final List<Problem> all = new ArrayList<>(wrong);
        // What the application's own queues are named is known only when they are made.
        if (queues != null && beanFactory.getBeanNamesForType(ThreadletQueue.class, true, false).length == 0) {
            final Set<String> names = new LinkedHashSet<>(queues);
            names.add(SettingsResolver.GLOBAL);
            beanFactory
                    .getBeanProvider(AnnotationProblems.class)
                    .forEach(annotations -> all.addAll(annotations.find(names, stored)));
        }
        throw new ThreadletsConfigurationException(all);
    }
}
