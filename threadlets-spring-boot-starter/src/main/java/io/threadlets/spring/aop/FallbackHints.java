package io.threadlets.spring.aop;

import io.threadlets.spring.queue.ThreadletsProperties;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Keeps fallbacks, which nothing but their names leads to, in a native image. */
final class FallbackHints implements BeanRegistrationAotProcessor {
    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        final Set<Method> fallbacks = fallbacksOf(bean);
        return fallbacks.isEmpty()
                ? null
                : (generation, code) -> fallbacks.forEach(fallback ->
                        generation.getRuntimeHints().reflection().registerMethod(fallback, ExecutableMode.INVOKE));
    }

    private static Set<Method> fallbacksOf(RegisteredBean bean) {
        final Class<?> type = bean.getBeanClass();
        final Set<Method> fallbacks = new LinkedHashSet<>();
        final Map<Method, ThreadletMethods.Declaration> methods = ThreadletMethods.of(type);
        if (methods.isEmpty()) {
            return fallbacks;
        }
        final Placeholders placeholders = new Placeholders(bean.getBeanFactory());
        final MethodOverrides overrides = overrides(bean.getBeanFactory().getBean(Environment.class));
        methods.forEach((method, annotated) -> {
            final String name = placeholders.resolve(
                    overrides.apply(annotated, method, type).fallback());
            if (!name.isEmpty()) {
                fallbacks.addAll(Fallback.find(name, method, type).methods());
            }
        });
        return fallbacks;
    }

    private static MethodOverrides overrides(Environment environment) {
        return new MethodOverrides(Binder.get(environment)
                .bind("threadlets.methods", Bindable.mapOf(String.class, ThreadletsProperties.Method.class))
                .orElse(Map.of()));
    }
}
