package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.Threadlet;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Beans of {@link Threadlet} methods: their proxies call them by reflection, through an interface or not. */
final class ThreadletBeanHints implements BeanRegistrationAotProcessor {
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        final Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
        if (!isAnnotated(type)) {
            return null;
        }
        return (generation, code) -> {
            final ReflectionHints hints = generation.getRuntimeHints().reflection();
            hints.registerType(type, MemberCategory.INVOKE_DECLARED_METHODS, MemberCategory.INVOKE_PUBLIC_METHODS);
            for (Class<?> proxied : ClassUtils.getAllInterfacesForClass(type)) {
                hints.registerType(proxied, MemberCategory.INVOKE_PUBLIC_METHODS);
            }
        };
    }

    private static boolean isAnnotated(Class<?> type) {
        final ReflectionUtils.MethodFilter annotated =
                method -> AnnotatedElementUtils.hasAnnotation(method, Threadlet.class);
        return AnnotatedElementUtils.hasAnnotation(type, Threadlet.class)
                || !MethodIntrospector.selectMethods(type, annotated).isEmpty();
    }
}
