package io.threadlets.spring.aop;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.queue.Suggestions;
import io.threadlets.spring.queue.ThreadletsConfigurationException;
import io.threadlets.spring.queue.ThreadletsConfigurationException.Problem;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * Looks at all {@link io.threadlets.spring.Threadlet} methods when the singletons are made, those of lazy and prototype
 * beans too, and reports everything that is wrong with them at once.
 */
public final class ThreadletChecks implements SmartInitializingSingleton {
    private final ConfigurableListableBeanFactory beanFactory;
    private final ThreadletPostProcessor postProcessor;
    private final ThreadletQueues queues;
    private final QueueNameResolver names;

    /**
     * For the container.
     *
     * @param beanFactory whose beans are looked at
     * @param postProcessor what will have proxied them
     * @param queues the queues that there are
     */
    public ThreadletChecks(
            ConfigurableListableBeanFactory beanFactory, ThreadletPostProcessor postProcessor, ThreadletQueues queues) {
        this.beanFactory = beanFactory;
        this.postProcessor = postProcessor;
        this.queues = queues;
        this.names = new QueueNameResolver(beanFactory);
    }

    @Override
    public void afterSingletonsInstantiated() {
        final Set<Problem> problems = new LinkedHashSet<>();
        final Set<Class<?>> seen = new LinkedHashSet<>();
        for (String bean : beanFactory.getBeanDefinitionNames()) {
            if (!beanFactory.getMergedBeanDefinition(bean).isAbstract()) {
                final Object instance = beanFactory.getSingleton(bean);
                final boolean isSubclassed = instance == null || !Proxy.isProxyClass(instance.getClass());
                for (Class<?> type : typesOf(bean, instance)) {
                    if (seen.add(type)) {
                        check(type, isSubclassed, problems);
                    }
                }
            }
        }
        for (Class<?> type : postProcessor.refused()) {
            if (seen.add(type)) {
                check(type, true, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new ThreadletsConfigurationException(List.copyOf(problems));
        }
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

    private void check(Class<?> type, boolean isSubclassed, Set<Problem> problems) {
        if (!AnnotationUtils.isCandidateClass(type, Threadlet.class)) {
            return;
        }
        final MethodIntrospector.MetadataLookup<ThreadletMethods.Declaration> lookup =
                method -> ThreadletMethods.find(method, type);
        final var methods = MethodIntrospector.selectMethods(type, lookup);
        if (methods.isEmpty()) {
            return;
        }
        if (isSubclassed && Modifier.isFinal(type.getModifiers()) && postProcessor.needsSubclass(type)) {
            problems.add(new Problem(
                    type.getName() + " has @Threadlet methods, but is final: calls of them cannot be intercepted.",
                    "Make " + type.getSimpleName() + " a class that is not final (a record always is)."));
        }
        methods.forEach((method, declared) -> {
            final String where = declared.isOnMethod() ? nameOf(type, method) : type.getName();
            checkQueue(declared.queue(), where, problems);
            final String obstacle = obstacle(method, declared, isSubclassed);
            if (obstacle != null) {
                problems.add(new Problem(
                        "@Threadlet on " + where + (declared.isOnMethod() ? "" : " covers " + nameOf(type, method))
                                + ", which cannot be intercepted because it is " + obstacle + ".",
                        "Make " + ThreadletMethods.label(method, type) + " not " + obstacle
                                + (declared.isOnMethod() ? ", or remove @Threadlet." : ".")));
            }
        });
    }

    private void checkQueue(String written, String where, Set<Problem> problems) {
        final String queue;
        try {
            queue = names.resolve(written);
        } catch (IllegalArgumentException unresolved) {
            problems.add(new Problem(
                    "@Threadlet(\"" + written + "\") on " + where + ": " + unresolved.getMessage() + ".",
                    "Define the property, or give it a default as in ${name:global}."));
            return;
        }
        if (!queues.names().contains(queue)) {
            final String unknown = "@Threadlet(\"" + written + "\") on " + where + " names a queue "
                    + (queue.equals(written) ? "" : "'" + queue + "' ") + "that does not exist. ";
            problems.add(new Problem(
                    unknown + "Queues: " + String.join(", ", queues.names()) + ".",
                    Suggestions.nearest(queue, queues.names())
                                    .map(near -> "Did you mean \"" + near + "\"? Use it")
                                    .orElse("Use one of these")
                            + ", or add threadlets.queues." + queue + "."));
        }
    }

    /**
     * On a method the annotation is meant; on a class it covers only what a proxy can reach and callers expect it to.
     */
    private static @Nullable String obstacle(
            Method method, ThreadletMethods.Declaration declared, boolean isSubclassed) {
        final int modifiers = method.getModifiers();
        if (declared.isOnMethod() && Modifier.isPrivate(modifiers)) {
            return "private";
        }
        if (declared.isOnMethod() && Modifier.isStatic(modifiers)) {
            return "static";
        }
        final boolean isHidden = Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers);
        return isSubclassed && !isHidden && Modifier.isFinal(modifiers) ? "final" : null;
    }

    private static String nameOf(Class<?> type, Method method) {
        return type.getName() + "." + method.getName();
    }
}
