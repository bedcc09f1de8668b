package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

/** Beans that are proxies or lambdas already: nothing but their interfaces can be asked for, or be annotated. */
class OthersProxyTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    interface Mapper {
        @Threadlet("disk")
        String select();

        @Threadlet("disk")
        void insert();

        @Threadlet(queue = "disk", fallback = "instead")
        default CompletableFuture<String> orElse() {
            throw new IllegalStateException("planned");
        }

        default CompletableFuture<String> instead() {
            return CompletableFuture.completedFuture("instead");
        }

        default String plain() {
            return thread();
        }
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    /** As mappers and clients are made. */
    private static Mapper proxy() {
        final InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            if (method.getReturnType() == void.class) {
                throw new IllegalStateException("planned");
            }
            return method.getDeclaringClass() == Object.class ? "a mapper" : thread();
        };
        return (Mapper) Proxy.newProxyInstance(Mapper.class.getClassLoader(), new Class<?>[] {Mapper.class}, handler);
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxies {
        @Bean
        Mapper direct() {
            return proxy();
        }

        @Bean
        FactoryBean<Mapper> made() {
            return new FactoryBean<>() {
                @Override
                public Mapper getObject() {
                    return proxy();
                }

                @Override
                public Class<?> getObjectType() {
                    return Mapper.class;
                }
            };
        }

        @Bean
        @Lazy
        Mapper lazy() {
            return proxy();
        }

        @Bean
        @Scope("prototype")
        Mapper prototype() {
            return proxy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "made", "lazy", "prototype"})
    void annotatedInterfaceOfAJdkProxyIsOnItsQueue(String bean) {
        for (String byClass : new String[] {"true", "false"}) {
            contexts.withUserConfiguration(Proxies.class)
                    .withPropertyValues("spring.aop.proxy-target-class=" + byClass)
                    .run(context -> {
                        final Mapper mapper = context.getBean(bean, Mapper.class);
                        assertThat(mapper.select()).isEqualTo("disk-1");
                        assertThat(mapper.plain()).isEqualTo(thread());
                        assertThat(mapper.orElse())
                                .succeedsWithin(20, TimeUnit.SECONDS)
                                .isEqualTo("instead");
                        assertThat(context.getBean("disk", ThreadletQueue.class)
                                        .snapshot()
                                        .submitted())
                                .isEqualTo(2);
                    });
        }
    }

    @Test
    void peopleAreShownTheInterface() {
        final CompletableFuture<Method> told = new CompletableFuture<>();
        contexts.withUserConfiguration(Proxies.class)
                .withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> told.complete(method))
                .run(context -> {
                    context.getBean("direct", Mapper.class).insert();
                    assertThat(told).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(Mapper.class.getMethod("insert"));
                });
    }

    @FunctionalInterface
    interface Task {
        @Threadlet("disk")
        String select();
    }

    @Threadlet("disk")
    @FunctionalInterface
    interface WholeTask {
        String select();
    }

    @Configuration(proxyBeanMethods = false)
    static class Lambdas {
        @Bean
        Task task() {
            return () -> thread();
        }

        @Bean
        WholeTask wholeTask() {
            return OthersProxyTests::thread;
        }
    }

    @Test
    void lambdaOfAnAnnotatedInterfaceIsOnItsQueue() {
        for (String byClass : new String[] {"true", "false"}) {
            contexts.withUserConfiguration(Lambdas.class)
                    .withPropertyValues("spring.aop.proxy-target-class=" + byClass)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(Task.class).select()).isEqualTo("disk-1");
                        assertThat(context.getBean(WholeTask.class).select()).isEqualTo("disk-1");
                    });
        }
    }

    // ---- classes that cannot have a proxy ----

    static sealed class Sealed permits Permitted {
        @Threadlet("disk")
        public String call() {
            return thread();
        }
    }

    static non-sealed class Permitted extends Sealed {}

    sealed interface SealedApi permits OfSealedApi {
        @Threadlet("disk")
        String call();
    }

    record OfSealedApi() implements SealedApi {
        @Override
        public String call() {
            return thread();
        }
    }

    @Test
    void sealedClassIsRefusedWithWhatToDo() {
        contexts.withBean(Sealed.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessage(Sealed.class.getName()
                                + " has @Threadlet methods, but is sealed: calls of them cannot be"
                                + " intercepted, since a proxy would be a subclass that it does not permit. Remove 'sealed'"
                                + " from Sealed, or move the methods to a class that is neither sealed nor final."));
        contexts.withBean(Sealed.class, Sealed::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(context.getStartupFailure()).hasMessageContaining("is sealed"));
        contexts.withBean(Permitted.class)
                .run(context ->
                        assertThat(context.getBean(Permitted.class).call()).isEqualTo("disk-1"));
    }

    @Test
    void sealedInterfaceIsRefusedWhereTheProxyHasToImplementIt() {
        contexts.withBean(OfSealedApi.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("implements " + SealedApi.class.getName() + ", which is sealed"));
    }

    @Configuration(proxyBeanMethods = false)
    static class FinalLater {
        @Bean
        @Scope("prototype")
        SealedApi prototype() {
            return new OfSealedApi();
        }
    }

    @Test
    void finalClassThatIsKnownFromThePrototypeOnlyIsRefusedWhenThatIsMade() {
        contexts.withUserConfiguration(FinalLater.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean("prototype"))
                    .rootCause()
                    .isInstanceOf(ThreadletsConfigurationException.class)
                    .hasMessageContaining("is final");
        });
    }
}
