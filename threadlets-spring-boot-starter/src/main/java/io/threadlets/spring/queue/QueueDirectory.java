package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.SettingsResolver;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells which bean is which queue: the beans of this context, whoever made them or took their place, and those of its
 * parents.
 */
final class QueueDirectory {
    private final Map<String, ThreadletQueue> configured;
    private final ConfigurableListableBeanFactory beanFactory;
    private final QueueBeans beans;
    private final QueueOwnership ownership;

    /** Null while beans may still be in the making. */
    private volatile @Nullable Map<String, NamedQueue> own;

    /** @param configured what the definitions of the configured queues' beans make, by name */
    QueueDirectory(
            Map<String, ThreadletQueue> configured,
            ConfigurableListableBeanFactory beanFactory,
            QueueBeans beans,
            QueueOwnership ownership) {
        this.configured = configured;
        this.beanFactory = beanFactory;
        this.beans = beans;
        this.ownership = ownership;
    }

    /** All beans are made. */
    void complete() {
        own = findOwn();
    }

    /** Where calls on a queue go to; null if there is none of that name. */
    @Nullable
    ThreadletQueue find(String name) {
        final ThreadletQueue made = configured.get(name);
        if (own == null && made != null) { // perhaps while the application's own are still in the making
            return configured(name, made).bean();
        }
        final NamedQueue found = own().get(name);
        final NamedQueue foundOrInherited = found != null ? found : inherited().get(name);
        return foundOrInherited == null ? null : foundOrInherited.bean();
    }

    /** The queues of this context by name, the configured ones first. */
    Map<String, NamedQueue> own() {
        final Map<String, NamedQueue> known = own;
        return known != null ? known : findOwn();
    }

    /** Those of this context, and those of its parents that none of them hides. */
    Map<String, NamedQueue> all() {
        final Map<String, NamedQueue> inherited = inherited();
        if (inherited.isEmpty()) {
            return own();
        }
        final Map<String, NamedQueue> all = new LinkedHashMap<>(own());
        inherited.forEach(all::putIfAbsent);
        return Collections.unmodifiableMap(all);
    }

    // ---- this context's ----

    private Map<String, NamedQueue> findOwn() {
        final Map<String, NamedQueue> found = new LinkedHashMap<>();
        configured.forEach((name, made) -> found.put(name, configured(name, made)));
        final List<Problem> problems = new ArrayList<>();
        beanFactory.getBeansOfType(ThreadletQueue.class, false, true).forEach((bean, queue) -> {
            if (!beans.isOne(bean)) {
                final NamedQueue named = named(nameOf(bean, queue), bean, queue);
                final NamedQueue other = found.putIfAbsent(named.name(), named);
                if (other != null && other.bean() != queue) {
                    problems.add(sameName(bean, named.name()));
                }
            }
        });
        ThreadletsConfigurationException.throwIfAny(problems);
        return Collections.unmodifiableMap(found);
    }

    /** Without a bean, if it was not configured yet at the time of ahead-of-time processing. */
    private NamedQueue configured(String name, ThreadletQueue made) {
        final String bean = beans.beanOf(name);
        return bean == null
                ? new NamedQueue(name, made, made)
                : named(name, bean, beanFactory.getBean(bean, ThreadletQueue.class));
    }

    private NamedQueue named(String name, String bean, ThreadletQueue queue) {
        final ThreadletQueue made = ownership.madeFor(bean);
        return new NamedQueue(name, queue, made != null ? made : queue);
    }

    /** The queue's own; the bean's, where a test has put something else in the place of what its definition makes. */
    private String nameOf(String bean, ThreadletQueue queue) {
        final ThreadletQueue made = ownership.madeFor(bean);
        final boolean isReplaced = made == null && beanFactory.containsBeanDefinition(bean);
        final String name = made != null ? made.name() : queue.name();
        return isReplaced || name == null ? bean : name;
    }

    private Problem sameName(String beanName, String name) {
        final boolean isConfigured = configured.containsKey(name);
        final String property = SettingsResolver.prefix(name);
        return new Problem(
                "Bean '" + beanName + "' is a ThreadletQueue named '" + name + "', as is "
                        + (isConfigured ? "the one of " + property : "another bean") + "; names must be different.",
                isConfigured
                        ? "Remove the bean and set " + property + ".*, or give its queue another name. A test replaces"
                                + " a queue by @TestBean, @MockitoBean or @MockitoSpyBean."
                        : "Give one of them another name.",
                isConfigured ? List.of(property) : List.of());
    }

    // ---- the parents' ----

    private Map<String, NamedQueue> inherited() {
        final Map<String, NamedQueue> found = new LinkedHashMap<>();
        for (BeanFactory parent = above(beanFactory); parent != null; parent = above(parent)) {
            final QueueRegistry registry = registryOf(parent);
            if (registry != null) {
                registry.all().forEach(found::putIfAbsent);
                return found;
            }
            if (parent instanceof ListableBeanFactory beans) { // without the starter
                beans.getBeansOfType(ThreadletQueue.class, false, true)
                        .forEach((bean, queue) ->
                                found.putIfAbsent(queue.name(), new NamedQueue(queue.name(), queue, queue)));
            }
        }
        return found;
    }

    /** The registry of the nearest parent that has one. */
    static @Nullable QueueRegistry parentOf(BeanFactory child) {
        for (BeanFactory parent = above(child); parent != null; parent = above(parent)) {
            final QueueRegistry registry = registryOf(parent);
            if (registry != null) {
                return registry;
            }
        }
        return null;
    }

    private static @Nullable BeanFactory above(BeanFactory child) {
        return child instanceof HierarchicalBeanFactory hierarchy ? hierarchy.getParentBeanFactory() : null;
    }

    private static @Nullable QueueRegistry registryOf(BeanFactory factory) {
        return factory instanceof HierarchicalBeanFactory hierarchy
                        && hierarchy.containsLocalBean(QueueBeanRegistrar.REGISTRY_BEAN_NAME)
                ? factory.getBean(QueueBeanRegistrar.REGISTRY_BEAN_NAME, QueueRegistry.class)
                : null;
    }
}
