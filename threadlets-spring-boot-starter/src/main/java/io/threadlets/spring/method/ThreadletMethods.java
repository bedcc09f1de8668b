package io.threadlets.spring.method;

import io.threadlets.spring.Threadlet;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Which methods are {@link Threadlet} ones, and what they are called. */
public final class ThreadletMethods {
    private ThreadletMethods() {}

    /**
     * What was found.
     *
     * @param queue the queue's name, as written
     * @param timeout as written; empty for the queue's
     * @param fallback the method's name, as written; empty for none
     * @param interrupt whether the body may be interrupted; null for the queue's
     * @param name what the method is called in a store, as written; empty for the name that it has by itself
     * @param key the expression; empty for none
     * @param noRetryFor failures that end a stored call at once
     * @param isOnMethod whether it stands on the method, and not on its class
     */
    public record Declaration(
            String queue,
            String timeout,
            String fallback,
            @Nullable Boolean interrupt,
            String name,
            String key,
            List<Class<?>> noRetryFor,
            boolean isOnMethod) {}

    /**
     * Spares the classes of the JDK a look at each of their methods.
     *
     * @param type any class
     * @return false if there is no annotated method
     */
    public static boolean mayHaveSome(Class<?> type) {
        return AnnotationUtils.isCandidateClass(type, Threadlet.class);
    }

    /**
     * All annotated methods of a class, with what stands on them.
     *
     * @param type any class
     * @return the declarations by method
     */
    public static Map<Method, Declaration> of(Class<?> type) {
        final MethodIntrospector.MetadataLookup<Declaration> lookup = method -> find(method, type);
        return mayHaveSome(type) ? MethodIntrospector.selectMethods(type, lookup) : Map.of();
    }

    /** Whether a class is, or inherits from one that is, annotated as a whole. */
    static boolean isAnnotated(Class<?> type) {
        return search(type).isPresent();
    }

    /**
     * What stands on a method, on its class, or on what they inherit from.
     *
     * @param method any method
     * @param targetClass the bean's class, or that of the proxy where there is no other
     * @return what is declared; null if nothing is
     */
    public static @Nullable Declaration find(Method method, Class<?> targetClass) {
        final Method specific = mostSpecific(method, targetClass);
        MergedAnnotation<Threadlet> found = search(specific);
        if (!found.isPresent() && !specific.equals(method)) {
            // An interface that the class inheriting the implementation does, but the one declaring it does not have.
            found = search(method);
        }
        if (found.isPresent()) {
            return declaration(found, true);
        }
        if (ReflectionUtils.isObjectMethod(method)) {
            return null;
        }
        found = search(ClassUtils.getUserClass(targetClass));
        if (!found.isPresent()) {
            found = search(method.getDeclaringClass());
        }
        return found.isPresent() && isCovered(specific, targetClass, found) ? declaration(found, false) : null;
    }

    /**
     * On a class it is meant for what callers can reach, and not for the fallback that it names, nor for what the
     * container calls.
     */
    private static boolean isCovered(Method method, Class<?> targetClass, MergedAnnotation<Threadlet> ofClass) {
        return !Modifier.isPrivate(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !method.getName().equals(ofClass.getString("fallback"))
                && ContainerMethods.reason(method, targetClass) == null;
    }

    /**
     * The method of the bean's class; of the interface where the class is one that nobody has written.
     *
     * @param method of the class, or of what it inherits from
     * @param targetClass the bean's class
     * @return the method that is annotated, if one is
     */
    public static Method mostSpecific(Method method, Class<?> targetClass) {
        final Class<?> userClass = ClassUtils.getUserClass(targetClass);
        return isMadeAtRunTime(userClass)
                ? ClassUtils.getInterfaceMethodIfPossible(method, userClass)
                : AopUtils.getMostSpecificMethod(method, targetClass);
    }

    /**
     * Whether a class is that of a JDK proxy or of a lambda.
     *
     * @param type any class
     * @return whether nobody has written it
     */
    public static boolean isMadeAtRunTime(Class<?> type) {
        return Proxy.isProxyClass(type) || type.isHidden();
    }

    private static Declaration declaration(MergedAnnotation<Threadlet> found, boolean isOnMethod) {
        final boolean[] interrupt = found.getBooleanArray("interrupt");
        return new Declaration(
                found.getString("queue"),
                found.getString("timeout"),
                found.getString("fallback"),
                interrupt.length == 0 ? null : interrupt[0],
                found.getString("name"),
                found.getString("key"),
                List.of(found.getClassArray("noRetryFor")),
                isOnMethod);
    }

    private static MergedAnnotation<Threadlet> search(AnnotatedElement element) {
        return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(Threadlet.class);
    }

    /**
     * What people are shown.
     *
     * @param method the method
     * @param targetClass the bean's class
     * @return as {@code MailService.send}
     */
    public static String label(Method method, Class<?> targetClass) {
        final Class<?> userClass = ClassUtils.getUserClass(targetClass);
        Class<?> shown = userClass;
        if (isMadeAtRunTime(userClass) || userClass.isAnonymousClass()) {
            shown = ClassUtils.getInterfaceMethodIfPossible(method, userClass).getDeclaringClass();
        }
        if (shown.isAnonymousClass()) {
            shown = shown.getSuperclass();
        }
        return shown.getSimpleName() + "." + method.getName();
    }
}
