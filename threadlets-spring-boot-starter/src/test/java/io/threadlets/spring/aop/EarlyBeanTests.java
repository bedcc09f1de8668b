package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Beans that are made, or held by others, before the post-processors have seen them. */
class EarlyBeanTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    static class Service {
        @Threadlet("disk")
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    record Taker(Service service) implements BeanPostProcessor, PriorityOrdered {
        @Override
        public int getOrder() {
            return 0;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TakenByAPostProcessor {
        @Bean
        static Taker taker(Service service) {
            return new Taker(service);
        }

        @Bean
        static Service service() {
            return new Service();
        }
    }

    @Test
    void beanThatAPostProcessorNeedsIsOnItsQueue() {
        contexts.withUserConfiguration(TakenByAPostProcessor.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Taker.class).service()).isSameAs(context.getBean(Service.class));
            assertThat(context.getBean(Service.class).call()).isEqualTo("disk-1");
            assertThat(context.getBean("disk", ThreadletQueue.class).snapshot().submitted())
                    .isOne();
        });
    }

    record RegistryTaker(Service service) implements BeanDefinitionRegistryPostProcessor {
        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class TakenByARegistryPostProcessor {
        @Bean
        static RegistryTaker taker(Service service) {
            return new RegistryTaker(service);
        }

        @Bean
        static Service service() {
            return new Service();
        }
    }

    @Test
    void beanThatIsMadeBeforeAllPostProcessorsIsRefusedWithWhoNeedsIt() {
        contexts.withUserConfiguration(TakenByARegistryPostProcessor.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("bean 'service' (" + Service.class.getName() + ")")
                        .hasMessageContaining("bean 'taker' needs it while"));
    }

    static class One {
        @Autowired
        private Other other;

        @Threadlet("disk")
        public String call() {
            return Thread.currentThread().getName();
        }

        String ofTheOther() {
            return other.call();
        }

        String viaTheOther() {
            return other.ofTheOne();
        }
    }

    static class Other {
        @Autowired
        private One one;

        @Threadlet("disk")
        public String call() {
            return Thread.currentThread().getName();
        }

        String ofTheOne() {
            return one.call();
        }
    }

    @Test
    void beansThatReferToOneAnotherHoldTheProxies() {
        contexts.withAllowCircularReferences(true)
                .withBean(One.class)
                .withBean(Other.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(One.class).ofTheOther()).isEqualTo("disk-1");
                    assertThat(context.getBean(One.class).viaTheOther()).isEqualTo("disk-1");
                    assertThat(context.getBean(Other.class).ofTheOne()).isEqualTo("disk-1");
                    assertThat(context.getBean(One.class).call()).isEqualTo("disk-1");
                    assertThat(context.getBean("disk", ThreadletQueue.class)
                                    .snapshot()
                                    .submitted())
                            .isEqualTo(4);
                });
    }

    @Test
    void finishedObjectThatIsRegisteredIsRefused() {
        contexts.withInitializer(context -> context.getBeanFactory().registerSingleton("service", new Service()))
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("bean 'service'")
                        .hasMessageContaining("registerSingleton"));
    }

    @Test
    void syntheticDefinitionIsRefused() {
        contexts.withBean(
                        "service",
                        Service.class,
                        Service::new,
                        definition -> ((AbstractBeanDefinition) definition).setSynthetic(true))
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("bean 'service'")
                        .hasMessageContaining("synthetic"));
    }

    /**
     * As a container of listeners does, in whatever order: it is to keep the proxy, or nobody is to be told otherwise.
     */
    record Keeper(CompletableFuture<Service> kept, int getOrder) implements BeanPostProcessor, Ordered {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof Service service) {
                kept.complete(service);
            }
            return bean;
        }
    }

    @Test
    void postProcessorThatKeepsABeanKeepsItsProxy() {
        for (int order : new int[] {0, Ordered.LOWEST_PRECEDENCE}) {
            final CompletableFuture<Service> kept = new CompletableFuture<>();
            contexts.withBean(Keeper.class, () -> new Keeper(kept, order))
                    .withBean(Service.class)
                    .run(context -> {
                        assertThat(kept).succeedsWithin(20, TimeUnit.SECONDS);
                        assertThat(kept.join().call()).isEqualTo("disk-1");
                    });
        }
    }

    /** The name of a test's own instance: it goes through the post-processors, but nobody calls the result. */
    @Test
    void objectThatIsInitializedAsItIsIsLeftAlone() {
        contexts.run(context -> {
            final Service test = new Service();
            assertThat(context.getAutowireCapableBeanFactory()
                            .initializeBean(
                                    test,
                                    Service.class.getName() + AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX))
                    .isSameAs(test);
        });
    }
}
