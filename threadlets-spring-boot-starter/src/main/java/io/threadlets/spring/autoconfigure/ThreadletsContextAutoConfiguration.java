package io.threadlets.spring.autoconfigure;

import io.micrometer.context.ContextRegistry;
import io.threadlets.spring.context.MdcSource;
import io.threadlets.spring.context.PropagatedSource;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** What goes along with calls: the log's context, and what is registered with Micrometer's context propagation. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsContextAutoConfiguration {
    /** For the container. */
    ThreadletsContextAutoConfiguration() {}

    /** First, since a trace that is restored after it puts its own values there. */
    @Bean
    @Order(0)
    @ConditionalOnClass(MDC.class)
    MdcSource threadletMdcSource() {
        return new MdcSource();
    }

    @Bean
    @Order(1)
    PropagatedSource threadletPropagatedSource() {
        return new PropagatedSource(ContextRegistry::getInstance);
    }
}
