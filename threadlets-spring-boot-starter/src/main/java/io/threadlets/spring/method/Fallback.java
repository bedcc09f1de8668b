package io.threadlets.spring.method;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.method.MethodPlan.Returns;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** What is called in place of a call that has failed: one or more methods of the same class and name. */
final class Fallback {
    /** The nearest type of failure first; the one that takes none last. */
    private final List<Candidate> candidates;

    /** @param failure the type that it takes after the method's own parameters; null if it takes none */
    private record Candidate(Method method, @Nullable Class<?> failure) {
        boolean accepts(Throwable thrown) {
            return failure == null || failure.isInstance(thrown);
        }

        /** How far the type is from {@link Throwable}; the less, the later it is tried. */
        int depth() {
            int depth = 0;
            for (Class<?> type = failure; type != null; type = type.getSuperclass()) {
                depth++;
            }
            return depth;
        }
    }

    private Fallback(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /** @throws ThreadletsConfigurationException if there is no such method, or none that fits */
    static Fallback find(String name, Method method, Class<?> targetClass) {
        final Class<?> userClass = ClassUtils.getUserClass(targetClass);
        final Class<?> type = ThreadletMethods.isMadeAtRunTime(userClass) ? method.getDeclaringClass() : userClass;
        final List<Method> methods = Stream.of(ReflectionUtils.getAllDeclaredMethods(type))
                .filter(each -> !each.isBridge() && !each.isSynthetic())
                .toList();
        final List<Method> named =
                methods.stream().filter(each -> each.getName().equals(name)).toList();
        if (named.isEmpty()) {
            throw problem(
                    method,
                    type,
                    "names a fallback '" + name + "', but " + type.getName() + " has no method of that name.",
                    Suggestions.nearest(
                                            name,
                                            methods.stream()
                                                    .map(Method::getName)
                                                    .toList())
                                    .map(near -> "Did you mean '" + near + "'? ")
                                    .orElse("")
                            + "Add " + wanted(name, method) + ".");
        }
        final List<Candidate> fitting = new ArrayList<>();
        for (Method candidate : named) {
            if (!candidate.equals(method) && hasParametersOf(method, candidate, type) && isNew(candidate, fitting)) {
                if (!returnsTheSame(method, candidate, type)) {
                    throw problem(
                            method,
                            type,
                            "has the fallback " + describe(candidate) + ", which returns "
                                    + candidate.getReturnType().getTypeName() + " and not "
                                    + method.getReturnType().getTypeName() + ".",
                            "Make it " + wanted(name, method) + ".");
                }
                ReflectionUtils.makeAccessible(candidate);
                fitting.add(new Candidate(candidate, failureType(method, candidate)));
            }
        }
        if (fitting.isEmpty()) {
            throw problem(
                    method,
                    type,
                    "has the fallback " + named.stream().map(Fallback::describe).collect(Collectors.joining(", "))
                            + ", which does not take what it takes.",
                    "Make it " + wanted(name, method) + ".");
        }
        fitting.sort((one, other) -> other.depth() - one.depth());
        return new Fallback(List.copyOf(fitting));
    }

    private static ThreadletsConfigurationException problem(Method method, Class<?> type, String text, String fix) {
        return new ThreadletsConfigurationException(
                List.of(new Problem("@Threadlet on " + type.getName() + "." + method.getName() + " " + text, fix)));
    }

    private static boolean hasParametersOf(Method method, Method candidate, Class<?> type) {
        final Class<?>[] wanted = parameterTypes(method, type);
        final Class<?>[] found = parameterTypes(candidate, type);
        return Arrays.equals(wanted, found)
                || (found.length == wanted.length + 1
                        && Arrays.equals(wanted, Arrays.copyOf(found, wanted.length))
                        && Throwable.class.isAssignableFrom(found[wanted.length]));
    }

    /** What type variables stand for in the class. */
    private static Class<?>[] parameterTypes(Method method, Class<?> type) {
        return IntStream.range(0, method.getParameterCount())
                .<Class<?>>mapToObj(index ->
                        ResolvableType.forMethodParameter(method, index, type).resolve(Object.class))
                .toArray(Class<?>[]::new);
    }

    private static @Nullable Class<?> failureType(Method method, Method candidate) {
        final Class<?>[] found = candidate.getParameterTypes();
        return found.length == method.getParameterCount() ? null : found[found.length - 1];
    }

    /** One that a subclass overrides is found again in its superclass. */
    private static boolean isNew(Method candidate, List<Candidate> found) {
        return found.stream()
                .noneMatch(known -> Arrays.equals(known.method().getParameterTypes(), candidate.getParameterTypes()));
    }

    private static boolean returnsTheSame(Method method, Method candidate, Class<?> type) {
        final Class<?> found =
                ResolvableType.forMethodReturnType(candidate, type).resolve(Object.class);
        return switch (Returns.of(method)) {
            case NOTHING -> true;
            case RECEIPT -> found == void.class || found == method.getReturnType();
            case FUTURE -> CompletionStage.class.isAssignableFrom(found) || Future.class.isAssignableFrom(found);
            case VALUE, REACTIVE -> ClassUtils.isAssignable(method.getReturnType(), found);
        };
    }

    private static String describe(Method method) {
        return method.getName() + parameters(method, "");
    }

    private static String wanted(String name, Method method) {
        return "'" + method.getReturnType().getSimpleName() + " " + name + parameters(method, "Throwable")
                + "', of which the Throwable may be left out";
    }

    private static String parameters(Method method, String last) {
        return Stream.concat(
                        Stream.of(method.getParameterTypes()).map(Class::getSimpleName),
                        last.isEmpty() ? Stream.empty() : Stream.of(last))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    List<Method> methods() {
        return candidates.stream().map(Candidate::method).toList();
    }

    /** Whether some method takes this kind of failure. */
    boolean accepts(Throwable failure) {
        return candidates.stream().anyMatch(candidate -> candidate.accepts(failure));
    }

    /** @throws Throwable what the fallback threw, with the failure suppressed in it; the failure if none takes it */
    @Nullable
    Object call(MethodInvocation invocation, Throwable failure) throws Throwable {
        for (Candidate candidate : candidates) {
            if (candidate.accepts(failure)) {
                return call(candidate, invocation, failure);
            }
        }
        throw failure;
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot be suppressed in itself
    private static @Nullable Object call(Candidate candidate, MethodInvocation invocation, Throwable failure)
            throws Throwable {
        final Method method = candidate.method();
        final Object[] arguments = Arrays.copyOf(invocation.getArguments(), method.getParameterCount());
        if (candidate.failure() != null) {
            arguments[arguments.length - 1] = failure;
        }
        try {
            return method.invoke(Modifier.isStatic(method.getModifiers()) ? null : targetOf(invocation), arguments);
        } catch (InvocationTargetException e) {
            final Throwable thrown = e.getTargetException();
            if (thrown != failure) {
                thrown.addSuppressed(failure);
            }
            throw thrown;
        }
    }

    private static Object targetOf(MethodInvocation invocation) {
        final Object target = invocation.getThis();
        return target == null ? ((ProxyMethodInvocation) invocation).getProxy() : target;
    }
}
