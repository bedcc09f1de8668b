package io.threadlets.spring.method;

import io.threadlets.spring.Threadlet;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * Which classes can have {@link Threadlet} methods: those where the annotation stands somewhere in the class, or in
 * what it inherits from. A first look, which spares most beans the search for each of their methods: each class and
 * interface is looked at once, however many beans have it. Safe from any thread.
 */
public final class ThreadletTypes {
    private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

    /** Knows no class yet. */
    public ThreadletTypes() {}

    /**
     * Whether it is worth while to look at the methods one by one.
     *
     * @param type any class
     * @return false if there is no annotated method
     */
    public boolean mayHaveSome(Class<?> type) {
        if (isOfSpring(type)) {
            return false;
        }
        Boolean found = known.get(type);
        if (found == null) {
            found = isAnnotated(type) || inheritsSome(type);
            known.put(type, found);
        }
        return found;
    }

    /** Most beans of a small application; looking at their annotations costs more than the rest of this class. */
    private static boolean isOfSpring(Class<?> type) {
        return type.getName().startsWith("org.springframework.") && !ThreadletMethods.isMadeAtRunTime(type);
    }

    private boolean inheritsSome(Class<?> type) {
        final Class<?> superclass = type.getSuperclass();
        if (superclass != null && mayHaveSome(superclass)) {
            return true;
        }
        for (Class<?> inherited : type.getInterfaces()) {
            if (mayHaveSome(inherited)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnnotated(Class<?> type) {
        if (!ThreadletMethods.mayHaveSome(type)) {
            return false;
        }
        if (isOn(type)) {
            return true;
        }
        for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
            if (isOn(method)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOn(AnnotatedElement element) {
        return MergedAnnotations.from(element).isPresent(Threadlet.class);
    }
}
