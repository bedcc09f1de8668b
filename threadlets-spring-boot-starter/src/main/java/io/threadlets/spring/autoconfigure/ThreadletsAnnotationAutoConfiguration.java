package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.aop.BeanOrigins;
import io.threadlets.spring.aop.ThreadletChecks;
import io.threadlets.spring.aop.ThreadletPostProcessor;
import io.threadlets.spring.aop.WeavingChecks;
import io.threadlets.spring.call.LoggingExceptionHandler;
import io.threadlets.spring.call.StoredCallMaker;
import io.threadlets.spring.call.ThreadletCalls;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.method.MethodProblems;
import io.threadlets.spring.queue.QueueBeanRegistrar;
import io.threadlets.spring.queue.QueueRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/** Calls of {@link io.threadlets.spring.Threadlet} methods, and the checks of their annotations. */
@AutoConfiguration(after = ThreadletsAutoConfiguration.class)
@ConditionalOnBean(name = QueueBeanRegistrar.REGISTRY_BEAN_NAME, search = SearchStrategy.CURRENT)
public final class ThreadletsAnnotationAutoConfiguration {
    /** For the container. */
    ThreadletsAnnotationAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BeanOrigins threadletBeanOrigins() {
        return new BeanOrigins();
    }

    @Bean(name = ThreadletPostProcessor.BEAN_NAME)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static ThreadletPostProcessor threadletPostProcessor(
            ObjectProvider<ThreadletCalls> calls, BeanOrigins origins, Environment environment) {
        final ThreadletPostProcessor postProcessor = new ThreadletPostProcessor(calls, origins);
        postProcessor.setProxyTargetClass(
                environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
        return postProcessor;
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static WeavingChecks threadletWeavingChecks(
            ConfigurableListableBeanFactory beanFactory, ThreadletPostProcessor postProcessor, BeanOrigins origins) {
        return new WeavingChecks(beanFactory, postProcessor, origins);
    }

    @Bean
    ThreadletCalls threadletCalls(
            QueueRegistry queues,
            ThreadletsProperties properties,
            CallContext context,
            ObjectProvider<CallObserver> observer,
            ConfigurableBeanFactory beanFactory) {
        // Not injected: of a handler here and one of a parent context, the nearer is meant.
        return new ThreadletCalls(
                queues,
                properties,
                beanFactory.getBeanProvider(ThreadletExceptionHandler.class),
                beanFactory.getBeanProvider(StoredCallMaker.class),
                context,
                observer.getIfUnique(),
                beanFactory);
    }

    @Bean
    @ConditionalOnMissingBean
    ThreadletExceptionHandler threadletExceptionHandler() {
        return new LoggingExceptionHandler();
    }

    @Bean
    ThreadletChecks threadletChecks(
            ConfigurableListableBeanFactory beanFactory,
            ThreadletPostProcessor postProcessor,
            BeanOrigins origins,
            WeavingChecks weaving,
            ObjectProvider<QueueRegistry> queues,
            ObjectProvider<MethodProblems> others,
            ThreadletsProperties properties) {
        return new ThreadletChecks(beanFactory, postProcessor, origins, weaving, queues, others, properties);
    }
}
