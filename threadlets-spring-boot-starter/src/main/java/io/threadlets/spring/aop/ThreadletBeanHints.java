package io.threadlets.spring.aop;

import io.threadlets.spring.method.ThreadletMethods;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Beans with annotated methods: proxies call them by reflection, through an interface or not, and nothing but a name
 * leads to a fallback.
 */
final class ThreadletBeanHints implements BeanRegistrationAotProcessor {
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        final Class<?> userClass = ClassUtils.getUserClass(bean.getBeanClass());
        return ThreadletMethods.of(userClass).isEmpty()
                ? null
                : (generation, code) ->
                        register(userClass, generation.getRuntimeHints().reflection());
    }

    private static void register(Class<?> userClass, ReflectionHints hints) {
        for (Class<?> type = userClass; type != null && type != Object.class; type = type.getSuperclass()) {
            hints.registerType(type, MemberCategory.INVOKE_DECLARED_METHODS, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
        for (Class<?> proxied : ClassUtils.getAllInterfacesForClass(userClass)) {
            hints.registerType(proxied, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
