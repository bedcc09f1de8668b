package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.web.FailureAnswers;
import io.threadlets.spring.web.FailureResolver;
import io.threadlets.spring.web.FutureReturnValuePostProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Futures that MVC handlers return, and answers to rejections and timeouts, where Spring MVC is. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingHandlerAdapter.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
@ImportRuntimeHints(ThreadletsWebHints.class)
public final class ThreadletsWebMvcAutoConfiguration {
    /** For the container. */
    ThreadletsWebMvcAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static FutureReturnValuePostProcessor threadletFutureReturnValuePostProcessor() {
        return new FutureReturnValuePostProcessor();
    }

    /** No candidate for those who want the one resolver that Spring has. */
    @Bean(defaultCandidate = false)
    @ConditionalOnSwitch("threadlets.web.error-responses")
    FailureResolver threadletFailureResolver(
            ObjectProvider<ThreadletQueues> queues,
            @Qualifier("requestMappingHandlerAdapter") ObjectProvider<RequestMappingHandlerAdapter> adapter) {
        return new FailureResolver(new FailureAnswers(queues), adapter);
    }
}
