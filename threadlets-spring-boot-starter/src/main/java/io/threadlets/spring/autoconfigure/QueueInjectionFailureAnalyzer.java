package io.threadlets.spring.autoconfigure;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.queue.QueueBeans;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/** Reports a queue that is injected by a name that no queue has, with those that there are. */
@Order(Ordered.HIGHEST_PRECEDENCE) // Boot's own speak of beans
final class QueueInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {
    private final BeanFactory beanFactory;

    QueueInjectionFailureAnalyzer(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        final Set<String> queues = cause.getBeanType() == ThreadletQueue.class ? queues() : Set.of();
        if (queues.isEmpty()) {
            return null;
        }
        final Optional<String> name = injectionPoint(rootFailure).flatMap(QueueInjectionFailureAnalyzer::name);
        final String meant = name.flatMap(wanted -> Suggestions.nearest(wanted, queues))
                .orElse(queues.iterator().next());
        return new FailureAnalysis(
                (description != null ? description : "A component") + " is a ThreadletQueue"
                        + name.map(wanted -> " named '" + wanted + "'. " + Suggestions.noSuchQueue(wanted, queues))
                                .orElse(" without a name. Queues: " + String.join(", ", queues) + "."),
                "Name it after its queue, as in \"ThreadletQueue " + QueueBeans.inJava(meant)
                        + "\" (parameters have names where javac is given -parameters), or add @Qualifier(\"" + meant
                        + "\").",
                cause);
    }

    /** By the definitions: the context has failed, and cannot make beans any more. */
    private Set<String> queues() {
        final Set<String> queues = new LinkedHashSet<>();
        if (beanFactory instanceof ConfigurableListableBeanFactory beans) {
            for (String bean : beans.getBeanNamesForType(ThreadletQueue.class, true, false)) {
                queues.add(nameOfQueue(bean, beans));
            }
        }
        return queues;
    }

    private static String nameOfQueue(String bean, ConfigurableListableBeanFactory beans) {
        if (beans.containsBeanDefinition(bean)
                && beans.getBeanDefinition(bean) instanceof AbstractBeanDefinition definition) {
            final AutowireCandidateQualifier qualifier = definition.getQualifier(Qualifier.class.getName());
            if (qualifier != null
                    && qualifier.getAttribute(AutowireCandidateQualifier.VALUE_KEY) instanceof String name) {
                return name;
            }
        }
        return bean;
    }

    private static Optional<InjectionPoint> injectionPoint(Throwable failure) {
        InjectionPoint found = null;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof UnsatisfiedDependencyException unsatisfied && unsatisfied.getInjectionPoint() != null) {
                found = unsatisfied.getInjectionPoint();
            }
        }
        return Optional.ofNullable(found);
    }

    private static Optional<String> name(InjectionPoint point) {
        final MethodParameter method = point.getMethodParameter();
        final Parameter parameter = method == null ? null : method.getParameter();
        final AnnotatedElement element = parameter != null ? parameter : point.getAnnotatedElement();
        final Qualifier qualifier = AnnotatedElementUtils.findMergedAnnotation(element, Qualifier.class);
        if (qualifier != null) {
            return Optional.of(qualifier.value());
        }
        return parameter == null
                ? Optional.of(point.getMember().getName())
                : Optional.of(parameter).filter(Parameter::isNamePresent).map(Parameter::getName);
    }
}
