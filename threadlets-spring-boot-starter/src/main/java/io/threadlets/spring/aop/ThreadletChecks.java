package io.threadlets.spring.aop;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.config.AnnotationProblems;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.method.MethodChecks;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.method.MethodProblems;
import io.threadlets.spring.method.Placeholders;
import io.threadlets.spring.queue.QueueRegistry;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Looks at all {@link io.threadlets.spring.Threadlet} methods when the singletons are made, those of lazy and prototype
 * beans too, and reports everything that is wrong with them at once.
 */
public final class ThreadletChecks implements SmartInitializingSingleton, AnnotationProblems {
    private final ConfigurableListableBeanFactory beanFactory;
    private final ThreadletPostProcessor postProcessor;
    private final BeanOrigins origins;
    private final WeavingChecks weaving;
    private final ObjectProvider<QueueRegistry> queues;
    private final ObjectProvider<MethodProblems> others;
    private final MethodOverrides overrides;
    private final Placeholders placeholders;

    /**
     * For the container.
     *
     * @param beanFactory whose beans are looked at
     * @param postProcessor what will have proxied them
     * @param origins knows which methods the container calls
     * @param weaving whether it has proxied them
     * @param queues the queues that there are; not asked for before they can be made
     * @param others what else may be wrong
     * @param properties what is set over the annotations
     */
    public ThreadletChecks(
            ConfigurableListableBeanFactory beanFactory,
            ThreadletPostProcessor postProcessor,
            BeanOrigins origins,
            WeavingChecks weaving,
            ObjectProvider<QueueRegistry> queues,
            ObjectProvider<MethodProblems> others,
            ThreadletsProperties properties) {
        this.beanFactory = beanFactory;
        this.postProcessor = postProcessor;
        this.origins = origins;
        this.weaving = weaving;
        this.queues = queues;
        this.others = others;
        this.overrides = new MethodOverrides(properties.methods());
        this.placeholders = new Placeholders(beanFactory);
    }

    @Override
    public void afterSingletonsInstantiated() {
        final QueueRegistry registry = queues.getObject();
        final Set<Problem> problems = new LinkedHashSet<>(
                find(registry.all().keySet(), registry.stored().names()));
        others.forEach(other -> problems.addAll(other.problems()));
        problems.addAll(weaving.finish());
        if (!problems.isEmpty()) {
            throw new ThreadletsConfigurationException(List.copyOf(problems));
        }
    }

    @Override
    public List<Problem> find(Set<String> queueNames, Set<String> stored) {
        final MethodChecks checks =
                new MethodChecks(queueNames, stored, overrides, placeholders, origins.containerMethods());
        final Map<Class<?>, @Nullable Object> types = new LinkedHashMap<>();
        boolean hasSeenAll = beanFactory.getParentBeanFactory() == null;
        for (String bean : beanFactory.getBeanDefinitionNames()) {
            final BeanDefinition definition = beanFactory.getMergedBeanDefinition(bean);
            if (!definition.isAbstract()) {
                final Object instance = beanFactory.getSingleton(bean);
                final List<Class<?>> typesOfBean = typesOf(bean, instance);
                hasSeenAll &= instance != null || typesOfBean.stream().noneMatch(ThreadletChecks::mayBeMore);
                for (Class<?> type : typesOfBean) {
                    if (postProcessor.mayHaveSome(type)) {
                        types.putIfAbsent(type, instance);
                        if (!beanFactory.isFactoryBean(bean)) {
                            origins.containerMethods().learn(type, definition);
                        }
                    }
                }
            }
        }
        types.forEach((type, instance) -> checks.check(
                type,
                instance == null || !Proxy.isProxyClass(instance.getClass()),
                instance == null ? postProcessor.obstacle(type) : null));
        final List<Problem> problems = new ArrayList<>(checks.finish(hasSeenAll));
        checkHandlers(problems);
        return problems;
    }

    /** When a call fails it would be too late to find that nobody can be told. */
    private void checkHandlers(List<Problem> problems) {
        final String[] handlers = beanFactory.getBeanNamesForType(ThreadletExceptionHandler.class, true, false);
        if (handlers.length > 1 && primaries(handlers) != 1) {
            problems.add(new Problem(
                    "There are " + handlers.length + " beans of type ThreadletExceptionHandler: "
                            + String.join(", ", handlers) + ".",
                    "Leave one, or mark one of them @Primary."));
        }
    }

    private long primaries(String[] beans) {
        return Arrays.stream(beans)
                .filter(beanFactory::containsBeanDefinition)
                .filter(bean -> beanFactory.getMergedBeanDefinition(bean).isPrimary())
                .count();
    }

    /** Whether the bean that is made will be of another class, with annotations of its own. */
    private static boolean mayBeMore(Class<?> type) {
        return type.isInterface() || Modifier.isAbstract(type.getModifiers());
    }

    /** The class of the bean as far as it is known, and of what it makes if it is a factory. */
    private List<Class<?>> typesOf(String bean, @Nullable Object instance) {
        final List<Class<?>> types = new ArrayList<>(2);
        if (instance != null) {
            types.add(ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(instance)));
        }
        final Class<?> declared = beanFactory.getType(bean, false);
        if (declared != null && (instance == null || !declared.isInstance(instance))) {
            types.add(ClassUtils.getUserClass(declared));
        }
        return types;
    }
}
