package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The advice of others is that of the queue's thread, whoever comes first. */
class AdviceOrderTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    static class Service {
        @Threadlet("disk")
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    /** Notes the threads that it is run on. */
    static final class Noting implements MethodInterceptor {
        final List<String> threads = new CopyOnWriteArrayList<>();

        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            if (invocation.getMethod().getName().equals("call")) {
                threads.add(Thread.currentThread().getName());
            }
            return invocation.proceed();
        }
    }

    private void check(Class<?> configuration) {
        contexts.withUserConfiguration(configuration).run(context -> {
            assertThat(context.getBean(Service.class).call()).isEqualTo("disk-1");
            assertThat(context.getBean(Noting.class).threads).containsExactly("disk-1");
            assertThat(context.getBean("disk", ThreadletQueue.class).snapshot().submitted())
                    .isOne();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAutoProxies {
        @Bean
        static DefaultAdvisorAutoProxyCreator creator() {
            final DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static Noting noting() {
            return new Noting();
        }

        @Bean
        static DefaultPointcutAdvisor advisor(Noting noting) {
            final NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.addMethodName("call");
            return new DefaultPointcutAdvisor(pointcut, noting);
        }

        @Bean
        Service service() {
            return new Service();
        }
    }

    @Test
    void automaticProxiesOfTheApplication() {
        check(OwnAutoProxies.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class ByName {
        @Bean
        static BeanNameAutoProxyCreator creator() {
            final BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
            creator.setBeanNames("service");
            creator.setInterceptorNames("noting");
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static Noting noting() {
            return new Noting();
        }

        @Bean
        Service service() {
            return new Service();
        }
    }

    @Test
    void automaticProxiesByName() {
        check(ByName.class);
    }

    /** As those of {@code @Retryable} and {@code @Async}. */
    static final class AddsAtTheFront extends AbstractAdvisingBeanPostProcessor {
        private static final long serialVersionUID = 1L;

        AddsAtTheFront(Noting noting) {
            final NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.addMethodName("call");
            advisor = new DefaultPointcutAdvisor(pointcut, noting);
            setBeforeExistingAdvisors(true);
            setOrder(LOWEST_PRECEDENCE - 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AtTheFront {
        @Bean
        static Noting noting() {
            return new Noting();
        }

        @Bean
        static AddsAtTheFront addsAtTheFront(Noting noting) {
            return new AddsAtTheFront(noting);
        }

        @Bean
        Service service() {
            return new Service();
        }
    }

    @Test
    void adviceThatAnotherPostProcessorPutsAtTheFront() {
        check(AtTheFront.class);
    }
}
