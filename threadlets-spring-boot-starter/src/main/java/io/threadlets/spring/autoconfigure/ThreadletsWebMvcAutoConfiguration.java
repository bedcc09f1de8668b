package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.web.FutureReturnValuePostProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Futures that MVC handlers return, where Spring MVC is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingHandlerAdapter.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsWebMvcAutoConfiguration {
    /** For the container. */
    ThreadletsWebMvcAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FutureReturnValuePostProcessor threadletFutureReturnValuePostProcessor() {
        return new FutureReturnValuePostProcessor();
    }
}
