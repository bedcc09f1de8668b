package io.threadlets.spring.method;

import io.threadlets.spring.config.ThreadletsProperties;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * What {@code threadlets.methods} sets over the annotations. A key is a class, by its simple or its full name, and a
 * method; the class may be the bean's or one that it inherits from, of which the bean's own goes first.
 *
 * @param methods what is set, by key
 */
public record MethodOverrides(Map<String, ThreadletsProperties.Method> methods) {
    /**
     * Leaves out methods of which nothing is set.
     *
     * @param methods what is set, by key
     */
    public MethodOverrides {
        final Map<String, ThreadletsProperties.Method> set = new LinkedHashMap<>(methods);
        set.values().removeIf(ThreadletsProperties.Method.unset()::equals);
        methods = set;
    }

    /**
     * Sets what is set over an annotation.
     *
     * @param declared what the annotation says
     * @param method the method
     * @param targetClass the bean's class
     * @return what holds
     */
    public ThreadletMethods.Declaration apply(
            ThreadletMethods.Declaration declared, Method method, Class<?> targetClass) {
        ThreadletMethods.Declaration applied = declared;
        final List<String> keys = keysOf(method, targetClass);
        for (int i = keys.size() - 1; i >= 0; i--) { // the nearest last, over the others
            final ThreadletsProperties.Method set = Objects.requireNonNull(methods.get(keys.get(i)));
            applied = new ThreadletMethods.Declaration(
                    either(set.queue(), applied.queue()),
                    either(iso(set.timeout()), applied.timeout()),
                    either(set.fallback(), applied.fallback()),
                    set.interrupt() == null ? applied.interrupt() : set.interrupt(),
                    either(set.name(), applied.name()),
                    either(set.key(), applied.key()),
                    set.noRetryFor() == null ? applied.noRetryFor() : List.copyOf(set.noRetryFor()),
                    applied.isOnMethod());
        }
        return applied;
    }

    /** The keys that apply to a method, the nearest first. */
    List<String> keysOf(Method method, Class<?> targetClass) {
        return methods.isEmpty()
                ? List.of()
                : namesOf(targetClass)
                        .map(name -> name + "." + method.getName())
                        .distinct()
                        .filter(methods::containsKey)
                        .toList();
    }

    Set<String> keys() {
        return methods.keySet();
    }

    private static Stream<String> namesOf(Class<?> targetClass) {
        final Class<?> userClass = ClassUtils.getUserClass(targetClass);
        final List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type = userClass; type != null; type = type.getSuperclass()) {
            classes.add(type);
        }
        classes.addAll(ClassUtils.getAllInterfacesForClassAsSet(userClass));
        return classes.stream()
                .flatMap(type -> Stream.of(type.getName(), type.getName().replace('$', '.'), type.getSimpleName()));
    }

    private static @Nullable String iso(@Nullable Duration time) {
        return time == null ? null : time.toString();
    }

    private static String either(@Nullable String set, String declared) {
        return set == null ? declared : set;
    }
}
