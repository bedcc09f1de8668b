package io.threadlets.spring.stored;

import io.threadlets.spring.method.ThreadletMethods;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/**
 * A method whose calls are stored.
 *
 * @param name what it is called in the store
 * @param shown what people who ask the store are shown
 * @param label what people are shown elsewhere, as {@code MailService.send}
 * @param queue its queue
 * @param bean the bean that has it
 * @param method the method of the bean's class
 * @param type the bean's class
 * @param parameters what its arguments are read as
 * @param isInterruptible whether timeouts, cancels and a stop interrupt the body
 * @param key gives the key of a call; null for none
 * @param noRetryFor failures that end a call at once
 */
record StoredTarget(
        String name,
        String shown,
        String label,
        String queue,
        String bean,
        Method method,
        Class<?> type,
        List<Type> parameters,
        boolean isInterruptible,
        @Nullable KeyExpression key,
        List<Class<?>> noRetryFor) {

    /** Between a bean's name and its method's, which neither can contain. */
    private static final char SEPARATOR = '#';

    /** As {@code reports#build(long)}. */
    static String defaultName(String bean, Method method) {
        final StringBuilder name = new StringBuilder(bean)
                .append(SEPARATOR)
                .append(method.getName())
                .append('(');
        final Class<?>[] types = method.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            name.append(i == 0 ? "" : ",").append(types[i].getSimpleName());
        }
        return name.append(')').toString();
    }

    /** As {@code reports.build}, for a name that this instance need not know. */
    static String shown(String name) {
        final int method = name.indexOf(SEPARATOR);
        final int parameters = name.indexOf('(');
        return method > 0 && parameters > method
                ? name.substring(0, method) + '.' + name.substring(method + 1, parameters)
                : name;
    }

    /** The method as a proxy of the bean has it: an interface's, where that is all that the proxy has. */
    Method of(Object proxy) {
        if (!method.getDeclaringClass().isInstance(proxy)) {
            for (Class<?> each : proxy.getClass().getInterfaces()) {
                for (Method candidate : each.getMethods()) {
                    if (ThreadletMethods.mostSpecific(candidate, type).equals(method)) {
                        return candidate;
                    }
                }
            }
        }
        return AopUtils.selectInvocableMethod(method, proxy.getClass());
    }

    boolean isFinal(Throwable failure) {
        return noRetryFor.stream().anyMatch(type -> type.isInstance(failure));
    }
}
