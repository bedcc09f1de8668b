package io.threadlets.spring.method;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.Lifecycle;
import org.springframework.context.Phased;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Methods that the container calls to make, start, stop or wire beans. It expects them to be done when they return, and
 * calls many of them on the bean itself, not on its proxy: none of them can be a {@link io.threadlets.spring.Threadlet}
 * method. Safe from any thread.
 */
public final class ContainerMethods {
    /** By name: not all of them are on each class path. */
    private static final Set<String> ANNOTATIONS = Set.of(
            "org.springframework.context.annotation.Bean",
            "org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.web.bind.annotation.InitBinder",
            "jakarta.annotation.PostConstruct",
            "jakarta.annotation.PreDestroy",
            "jakarta.annotation.Resource",
            "jakarta.inject.Inject");

    private static final String MODEL_ATTRIBUTE = "org.springframework.web.bind.annotation.ModelAttribute";
    private static final String REQUEST_MAPPING = "org.springframework.web.bind.annotation.RequestMapping";

    private static final Set<Class<?>> INTERFACES = Set.of(
            InitializingBean.class,
            DisposableBean.class,
            SmartInitializingSingleton.class,
            Lifecycle.class,
            SmartLifecycle.class,
            Phased.class,
            Ordered.class,
            FactoryBean.class,
            SmartFactoryBean.class);

    /** They may be absent. The request goes on, or is over, when their methods return. */
    private static final Set<String> OF_THE_WEB =
            Set.of("jakarta.servlet.Filter", "org.springframework.web.servlet.HandlerInterceptor");

    private final Map<Class<?>, Set<String>> named = new ConcurrentHashMap<>();

    /** Knows no class yet. */
    public ContainerMethods() {}

    /**
     * Why the container calls a method.
     *
     * @return null if it does not, as far as the class tells
     */
    static @Nullable String reason(Method method, Class<?> type) {
        final MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        for (String annotation : ANNOTATIONS) {
            if (annotations.isPresent(annotation)) {
                return "it has @" + ClassUtils.getShortName(annotation);
            }
        }
        if (annotations.isPresent(MODEL_ATTRIBUTE) && !annotations.isPresent(REQUEST_MAPPING)) {
            return "it has @ModelAttribute and no request mapping";
        }
        for (Class<?> declaring : ClassUtils.getAllInterfacesForClassAsSet(ClassUtils.getUserClass(type))) {
            if (isOfTheContainer(declaring) && ClassUtils.hasMethod(declaring, method)) {
                return "it is a method of " + declaring.getSimpleName();
            }
        }
        return null;
    }

    private static boolean isOfTheContainer(Class<?> type) {
        return INTERFACES.contains(type) || OF_THE_WEB.contains(type.getName()) || Aware.class.isAssignableFrom(type);
    }

    /**
     * Keeps what a bean's definition calls its init and destroy methods.
     *
     * @param type the class of the bean
     * @param definition of the bean
     */
    public void learn(Class<?> type, BeanDefinition definition) {
        final Set<String> names = namesIn(definition, type);
        if (!names.isEmpty()) {
            named.merge(ClassUtils.getUserClass(type), names, ContainerMethods::union);
        }
    }

    /**
     * Whether a definition names the method as one to call at the beginning or the end of a bean's life.
     *
     * @param method any method
     * @param type the class of the bean
     * @return whether the container calls it
     */
    public boolean isNamed(Method method, Class<?> type) {
        final Set<String> names = named.get(ClassUtils.getUserClass(type));
        return names != null
                && names.contains(method.getName())
                && Arrays.stream(method.getParameterTypes()).allMatch(boolean.class::equals)
                && method.getParameterCount() <= 1;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        final Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static Set<String> namesIn(BeanDefinition definition, Class<?> type) {
        final Set<String> names = new LinkedHashSet<>();
        if (definition instanceof AbstractBeanDefinition known) {
            addAll(known.getInitMethodNames(), names);
            addAll(known.getDestroyMethodNames(), names);
        }
        final boolean isUnsaid = definition.getDestroyMethodName() == null
                && (AutoCloseable.class.isAssignableFrom(type) || ExecutorService.class.isAssignableFrom(type));
        if (names.remove(AbstractBeanDefinition.INFER_METHOD) || isUnsaid) {
            addInferred(type, names);
        }
        names.remove("");
        return names;
    }

    /** As the container finds the method that ends a bean's life where the definition does not name one. */
    private static void addInferred(Class<?> type, Set<String> names) {
        if (!DisposableBean.class.isAssignableFrom(type)) {
            for (String name : new String[] {"close", "shutdown"}) {
                if (ClassUtils.hasMethod(type, name)) {
                    names.add(name);
                    return;
                }
            }
        }
    }

    private static void addAll(String @Nullable [] some, Set<String> names) {
        if (some != null) {
            names.addAll(Arrays.asList(some));
        }
    }
}
