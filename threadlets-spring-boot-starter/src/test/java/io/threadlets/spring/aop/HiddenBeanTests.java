package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Post-processors of the application that put a proxy of their own in the place of a bean, in whatever order. */
class HiddenBeanTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    interface Annotated {
        @Threadlet("disk")
        String call();
    }

    interface Plain {
        String call();
    }

    static class Service implements Annotated {
        @Override
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    static class OfPlain implements Plain {
        @Override
        @Threadlet("disk")
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    /** Hides a bean behind a JDK proxy. */
    static class Hider implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return hide(bean, bean);
        }

        final Object hide(Object bean, Object target) {
            return bean instanceof Annotated || bean instanceof Plain
                    ? Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {bean instanceof Annotated ? Annotated.class : Plain.class},
                            (proxy, method, arguments) -> method.invoke(target, arguments))
                    : bean;
        }
    }

    static final class FirstHider extends Hider implements PriorityOrdered {
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    static final class OrderedHider extends Hider implements Ordered {
        private final int order;

        OrderedHider(int order) {
            this.order = order;
        }

        @Override
        public int getOrder() {
            return order;
        }
    }

    static final class BeforeInitialization extends Hider {
        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            return hide(bean, bean);
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean;
        }
    }

    /** Keeps the bean at first, and has its proxy call it later: past any other proxy. */
    static final class KeepsTheBean extends Hider {
        private final Map<String, Object> beans = new HashMap<>();

        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            beans.put(name, bean);
            return bean;
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return hide(bean, beans.getOrDefault(name, bean));
        }
    }

    enum Order {
        FIRST(FirstHider.class) {
            @Override
            Hider hider() {
                return new FirstHider();
            }
        },
        HIGHEST(OrderedHider.class) {
            @Override
            Hider hider() {
                return new OrderedHider(Ordered.HIGHEST_PRECEDENCE);
            }
        },
        IN_BETWEEN(OrderedHider.class) {
            @Override
            Hider hider() {
                return new OrderedHider(0);
            }
        },
        LOWEST(OrderedHider.class) {
            @Override
            Hider hider() {
                return new OrderedHider(Ordered.LOWEST_PRECEDENCE);
            }
        },
        NONE(Hider.class) {
            @Override
            Hider hider() {
                return new Hider();
            }
        },
        BEFORE_INITIALIZATION(BeforeInitialization.class) {
            @Override
            Hider hider() {
                return new BeforeInitialization();
            }
        },
        KEEPS_THE_BEAN(KeepsTheBean.class) {
            @Override
            Hider hider() {
                return new KeepsTheBean();
            }
        };

        private final Class<? extends Hider> type;

        Order(Class<? extends Hider> type) {
            this.type = type;
        }

        abstract Hider hider();

        @SuppressWarnings("unchecked")
        ApplicationContextRunner addTo(ApplicationContextRunner contexts) {
            return contexts.withBean("hider", (Class<Hider>) type, this::hider);
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void annotationOnAnInterfaceIsOnItsQueueOrRefused(Order order) {
        order.addTo(contexts).withBean("service", Service.class).run(context -> {
            if (context.getStartupFailure() == null) {
                assertThat(context.getBean(Annotated.class).call()).isEqualTo("disk-1");
            } else {
                assertRefused(context, order);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Order.class,
            names = {"FIRST", "HIGHEST", "BEFORE_INITIALIZATION"})
    void annotationOnAnInterfaceIsOnItsQueueIfTheProxyOfOthersIsThere(Order order) {
        order.addTo(contexts)
                .withBean("service", Service.class)
                .run(context ->
                        assertThat(context.getBean(Annotated.class).call()).isEqualTo("disk-1"));
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void annotationThatTheProxyHidesIsRefused(Order order) {
        order.addTo(contexts).withBean("service", OfPlain.class).run(context -> assertRefused(context, order));
    }

    /** The class is known from nothing but the object. */
    @ParameterizedTest
    @EnumSource(value = Order.class, mode = EnumSource.Mode.EXCLUDE, names = "BEFORE_INITIALIZATION")
    void annotationOfWhatAFactoryMakesIsRefusedWhereTheProxyHidesIt(Order order) {
        order.addTo(contexts)
                .withUserConfiguration(Factory.class)
                .run(context -> assertThatThrownBy(() -> {
                            if (context.getStartupFailure() != null) {
                                throw context.getStartupFailure();
                            }
                            context.getBean("service");
                        })
                        .rootCause()
                        .hasMessageContaining("'service'")
                        .hasMessageContaining(order.type.getName()));
    }

    @Configuration(proxyBeanMethods = false)
    static class Factory {
        @Bean
        static FactoryBean<Plain> service() {
            return new FactoryBean<>() {
                @Override
                public Plain getObject() {
                    return new OfPlain();
                }

                @Override
                public Class<?> getObjectType() {
                    return Plain.class;
                }
            };
        }
    }

    private static void assertRefused(AssertableApplicationContext context, Order order) {
        assertThat(context.getStartupFailure())
                .isInstanceOf(ThreadletsConfigurationException.class)
                .hasMessageContaining("'service'")
                .hasMessageContaining("a JDK proxy")
                .hasMessageContaining("The post-processor: " + order.type.getName() + ".");
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void laterBeansAreRefusedWhenTheyAreMade(Order order) {
        order.addTo(contexts).withUserConfiguration(MadeLater.class).run(context -> {
            assertThat(context).hasNotFailed();
            for (String bean : new String[] {"lazy", "prototype"}) {
                assertThatThrownBy(() -> context.getBean(bean))
                        .rootCause()
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("'" + bean + "'")
                        .hasMessageContaining(order.type.getName());
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeLater {
        @Bean
        @Lazy
        Plain lazy() {
            return new OfPlain();
        }

        @Bean
        @Scope("prototype")
        Plain prototype() {
            return new OfPlain();
        }
    }

    static class Both implements Annotated, Plain {
        @Override
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    void beanThatIsReplacedWithOneThatHasNothingToRunIsFine() {
        contexts.withBean("service", Both.class)
                .withBean("replacer", BeanPostProcessor.class, () -> new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        return bean instanceof Both ? "replaced" : bean;
                    }
                })
                .run(context ->
                        assertThat(context).hasNotFailed().getBean("service").isEqualTo("replaced"));
    }
}
