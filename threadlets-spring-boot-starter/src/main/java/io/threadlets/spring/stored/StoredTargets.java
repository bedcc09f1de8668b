package io.threadlets.spring.stored;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.method.MethodOverrides;
import io.threadlets.spring.method.MethodPlan.Returns;
import io.threadlets.spring.method.Placeholders;
import io.threadlets.spring.method.ThreadletMethods;
import io.threadlets.spring.method.ThreadletMethods.Declaration;
import io.threadlets.spring.method.ThreadletTypes;
import io.threadlets.spring.queue.QueueRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.expression.ParseException;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * The methods of a context whose calls are stored. The list is complete once all singletons are made; a call before
 * that has the list as far as bean definitions tell. Safe from any thread.
 */
final class StoredTargets {
    /** As the stores that there are can keep. */
    private static final int LONGEST_NAME = 200;

    private static final String SCOPED_TARGET = "scopedTarget.";

    private final ConfigurableListableBeanFactory beanFactory;
    private final QueueRegistry registry;
    private final Set<String> queues;
    private final MethodOverrides overrides;
    private final Placeholders placeholders;
    private final ThreadletTypes types = new ThreadletTypes();
    private final TypeFactory typeFactory;

    private volatile @Nullable Map<Method, List<StoredTarget>> complete;

    /** @param typeFactory of what reads the arguments */
    StoredTargets(
            ConfigurableListableBeanFactory beanFactory,
            QueueRegistry registry,
            MethodOverrides overrides,
            TypeFactory typeFactory) {
        this.beanFactory = beanFactory;
        this.registry = registry;
        this.queues = registry.stored().names();
        this.overrides = overrides;
        this.typeFactory = typeFactory;
        this.placeholders = new Placeholders(beanFactory);
    }

    /** All singletons are made. */
    void complete() {
        complete = find();
    }

    List<StoredTarget> all() {
        return byMethod().values().stream().flatMap(List::stream).toList();
    }

    private Map<Method, List<StoredTarget>> byMethod() {
        final Map<Method, List<StoredTarget>> known = complete;
        return known != null ? known : find();
    }

    /** Those of one queue, by name. */
    Map<String, StoredTarget> of(String queue) {
        final Map<String, StoredTarget> found = new LinkedHashMap<>();
        for (StoredTarget target : all()) {
            if (target.queue().equals(queue)) {
                found.put(target.name(), target);
            }
        }
        return found;
    }

    /**
     * The target that a call means.
     *
     * @param bean whose method is called; null where there is only a proxy
     */
    StoredTarget of(Method method, @Nullable Object bean) {
        final Class<?> type = bean == null ? method.getDeclaringClass() : ClassUtils.getUserClass(bean);
        final List<StoredTarget> found = byMethod().getOrDefault(method, List.of()).stream()
                .filter(target -> bean == null || isOf(target, type))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        return found.stream()
                .filter(target -> bean != null && isBean(target.bean(), bean))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(method + " of " + type.getName()
                        + " is called on a bean that the store's context does not know"
                        + (found.isEmpty()
                                ? ""
                                : " from "
                                        + found.stream().map(StoredTarget::bean).collect(Collectors.joining(", ")))
                        + ", so that the call could not be run later. Let the bean be of that context; and where it is"
                        + " lazy or a prototype, let its @Bean method return the class that has the annotation, which"
                        + " has to be known before the bean is made."));
    }

    private static boolean isOf(StoredTarget target, Class<?> type) {
        return target.type().isAssignableFrom(type) || type.isAssignableFrom(target.type());
    }

    @SuppressWarnings("ReferenceEquality") // this very bean: another one of its class may be equal
    private boolean isBean(String name, Object instance) {
        return beanFactory.isSingleton(name) && AopProxyUtils.getSingletonTarget(beanFactory.getBean(name)) == instance;
    }

    // ---- looking for them ----

    private Map<Method, List<StoredTarget>> find() {
        final List<StoredTarget> found = new ArrayList<>();
        for (String name : beanFactory.getBeanDefinitionNames()) {
            if (!beanFactory.getMergedBeanDefinition(name).isAbstract()) {
                final Class<?> type = typeOf(name);
                if (type != null && types.mayHaveSome(type) && !beanFactory.containsBean(SCOPED_TARGET + name)) {
                    addTargets(
                            name.startsWith(SCOPED_TARGET) ? name.substring(SCOPED_TARGET.length()) : name,
                            type,
                            found);
                }
            }
        }
        return found.stream()
                .collect(Collectors.groupingBy(StoredTarget::method, LinkedHashMap::new, Collectors.toList()));
    }

    private @Nullable Class<?> typeOf(String name) {
        final Object instance = beanFactory.isFactoryBean(name) ? null : beanFactory.getSingleton(name);
        final Class<?> type =
                instance != null ? AopProxyUtils.ultimateTargetClass(instance) : beanFactory.getType(name, false);
        return type == null ? null : ClassUtils.getUserClass(type);
    }

    private void addTargets(String bean, Class<?> type, List<StoredTarget> found) {
        for (Map.Entry<Method, Declaration> each : ThreadletMethods.of(type).entrySet()) {
            final Method method = ThreadletMethods.mostSpecific(each.getKey(), type);
            final Declaration declared = overrides.apply(each.getValue(), each.getKey(), type);
            final String queue = placeholders.resolve(declared.queue());
            final Returns returns = Returns.of(method);
            if (queues.contains(queue) && (returns == Returns.NOTHING || returns == Returns.RECEIPT)) {
                found.add(target(bean, type, method, queue, declared));
            }
        }
    }

    private StoredTarget target(String bean, Class<?> type, Method method, String queue, Declaration declared) {
        final String given = placeholders.resolve(declared.name());
        final String name = given.isEmpty() ? StoredTarget.defaultName(bean, method) : given;
        return new StoredTarget(
                name,
                given.isEmpty() ? bean + "." + method.getName() : given,
                ThreadletMethods.label(method, type),
                queue,
                bean,
                method,
                type,
                parameters(method, type),
                declared.interrupt() != null
                        ? declared.interrupt()
                        : registry.limits(queue).interrupt(),
                key(declared.key()),
                declared.noRetryFor());
    }

    /** One that cannot be parsed is reported where the annotations are checked. */
    private @Nullable KeyExpression key(String written) {
        try {
            return written.isEmpty() ? null : new KeyExpression(written, beanFactory);
        } catch (ParseException | IllegalStateException unreadable) {
            return null;
        }
    }

    /** With what type variables stand for in the bean's class. */
    private List<Type> parameters(Method method, Class<?> type) {
        final JavaType declaring = typeFactory.constructType(type).findSuperType(method.getDeclaringClass());
        return Stream.of(method.getGenericParameterTypes())
                .<Type>map(each -> typeFactory.resolveMemberType(each, declaring.getBindings()))
                .toList();
    }

    // ---- what is wrong with them ----

    List<Problem> problems() {
        final List<Problem> problems = new ArrayList<>();
        final Map<List<String>, StoredTarget> byName = new LinkedHashMap<>();
        for (StoredTarget target : all()) {
            final StoredTarget other = byName.putIfAbsent(List.of(target.queue(), target.name()), target);
            if (other != null) {
                problems.add(new Problem(
                        where(other) + " and " + where(target) + " have one name in the store of queue '"
                                + target.queue() + "': '" + target.name() + "'.",
                        "Give each of them a @" + Threadlet.class.getSimpleName() + "(name = …) of its own, on the"
                                + " method, or by threadlets.methods[" + target.label() + "].name."));
            }
            if (target.name().length() > LONGEST_NAME || target.name().isBlank()) {
                problems.add(new Problem(
                        where(target) + " has the name '" + target.name() + "' in the store of queue '" + target.queue()
                                + "', which must have 1 to " + LONGEST_NAME + " characters.",
                        "Give it a shorter one: @Threadlet(name = …)."));
            }
        }
        return problems;
    }

    private static String where(StoredTarget target) {
        return "@Threadlet on " + target.type().getName() + "."
                + target.method().getName()
                + Arrays.stream(target.method().getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"))
                + " of bean '" + target.bean() + "'";
    }
}
