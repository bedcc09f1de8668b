package io.threadlets.spring.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.ObservationCallObserver;
import io.threadlets.spring.context.RemoteTraces;
import io.threadlets.spring.context.TracerTraces;
import io.threadlets.spring.observation.DefaultThreadletObservationConvention;
import io.threadlets.spring.observation.ThreadletObservationConvention;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * An observation for each call, where there is a tracer or {@code threadlets.observations.enabled} is set. The tracer
 * is looked for with the first call, whoever has defined it.
 */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsObservationAutoConfiguration {
    static final String TRACER = "io.micrometer.tracing.Tracer";

    /** For the container. */
    ThreadletsObservationAutoConfiguration() {}

    @Bean
    ObservationCallObserver threadletCallObserver(
            ThreadletsProperties properties,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<ThreadletObservationConvention> convention,
            ListableBeanFactory beanFactory) {
        final Boolean enabled = properties.observations().enabled();
        return new ObservationCallObserver(
                () -> registry(enabled, registry, beanFactory),
                convention::getIfUnique,
                new DefaultThreadletObservationConvention(properties.metrics().workTag()),
                () -> ClassUtils.isPresent(TRACER, ThreadletsObservationAutoConfiguration.class.getClassLoader())
                        ? Traces.of(beanFactory)
                        : null);
    }

    /** Loaded only where there are tracers. */
    private static final class Traces {
        private Traces() {}

        static @Nullable RemoteTraces of(ListableBeanFactory beanFactory) {
            final Tracer tracer = beanFactory.getBeanProvider(Tracer.class).getIfUnique();
            return tracer == null ? null : new TracerTraces(tracer);
        }
    }

    private static @Nullable ObservationRegistry registry(
            @Nullable Boolean enabled, ObjectProvider<ObservationRegistry> registry, ListableBeanFactory beanFactory) {
        if (!(enabled == null ? hasTracer(beanFactory) : enabled)) {
            return null;
        }
        final ObservationRegistry found = registry.getIfUnique();
        if (found == null && enabled != null) {
            LogFactory.getLog(ThreadletsObservationAutoConfiguration.class)
                    .warn(
                            "threadlets.observations.enabled is true, but calls are not observed: there is no"
                                    + " ObservationRegistry bean, or there are several. spring-boot-starter-actuator brings one.");
        }
        return found;
    }

    private static boolean hasTracer(ListableBeanFactory beanFactory) {
        final ClassLoader loader = ThreadletsObservationAutoConfiguration.class.getClassLoader();
        return ClassUtils.isPresent(TRACER, loader)
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                                        beanFactory, ClassUtils.resolveClassName(TRACER, loader), true, false)
                                .length
                        > 0;
    }
}
