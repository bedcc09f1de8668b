package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.AliasFor;

/** Where the annotation may stand, and what is proxied how. */
class ThreadletProxyTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=1", "threadlets.queues.mail.max-threads=1");

    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Threadlet("disk")
    @interface OnDisk {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @Threadlet
    @interface On {
        @AliasFor(annotation = Threadlet.class, attribute = "queue")
        String value();
    }

    static class Methods {
        @Threadlet
        public String global() {
            return thread();
        }

        @Threadlet(queue = "disk")
        public String byAttribute() {
            return thread();
        }

        @OnDisk
        public String byMetaAnnotation() {
            return thread();
        }

        @On("mail")
        public String byMetaAnnotationWithAttribute() {
            return thread();
        }

        @Threadlet("${test.queue}")
        public String byPlaceholder() {
            return thread();
        }

        @Threadlet("${test.none:disk}")
        public String byPlaceholdersDefault() {
            return thread();
        }

        @Threadlet("disk")
        protected String notPublic() {
            return thread();
        }

        public String plain() {
            return thread();
        }
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Test
    void annotationOnAMethodNamesTheQueueInEachOfItsForms() {
        contexts.withPropertyValues("test.queue=mail").withBean(Methods.class).run(context -> {
            final Methods methods = context.getBean(Methods.class);
            assertThat(methods.global()).startsWith("global-");
            assertThat(methods.byAttribute()).isEqualTo("disk-1");
            assertThat(methods.byMetaAnnotation()).isEqualTo("disk-1");
            assertThat(methods.byMetaAnnotationWithAttribute()).isEqualTo("mail-1");
            assertThat(methods.byPlaceholder()).isEqualTo("mail-1");
            assertThat(methods.byPlaceholdersDefault()).isEqualTo("disk-1");
            assertThat(methods.notPublic()).isEqualTo("disk-1");
            assertThat(methods.plain()).isEqualTo(thread());
        });
    }

    @OnDisk
    static class WholeClass extends Base {
        public String own() {
            return thread();
        }

        @Threadlet("mail")
        public String other() {
            return thread();
        }

        @Override
        public String toString() {
            return thread();
        }
    }

    static class Base {
        public String inherited() {
            return thread();
        }
    }

    static class Sub extends WholeClass {}

    @Test
    void annotationOnAClassCoversItsMethodsUnlessTheySayOtherwise() {
        contexts.withBean(Sub.class).run(context -> {
            final Sub bean = context.getBean(Sub.class);
            assertThat(bean.own()).isEqualTo("disk-1");
            assertThat(bean.inherited()).isEqualTo("disk-1");
            assertThat(bean.other()).isEqualTo("mail-1");
            assertThat(bean).as("methods of Object are not covered").hasToString(thread());
        });
    }

    interface Files {
        @Threadlet("disk")
        String annotatedInInterface();

        String annotatedInClass();

        String plain();
    }

    static class DiskFiles implements Files {
        @Override
        public String annotatedInInterface() {
            return thread();
        }

        @Override
        @Threadlet("mail")
        public String annotatedInClass() {
            return thread();
        }

        @Override
        public String plain() {
            return thread();
        }
    }

    @Test
    void beansAreProxiedByClassOrByInterface() {
        contexts.withBean(DiskFiles.class).run(context -> {
            assertThat(AopUtils.isCglibProxy(context.getBean(DiskFiles.class))).isTrue();
            checkFiles(context.getBean(Files.class));
        });
        contexts.withBean(DiskFiles.class)
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .run(context -> {
                    assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Files.class)))
                            .isTrue();
                    checkFiles(context.getBean(Files.class));
                });
    }

    @Test
    void callsAreMadeWithoutSpringsAutomaticProxies() {
        contexts.withBean(DiskFiles.class)
                .withPropertyValues("spring.aop.auto=false")
                .run(context -> checkFiles(context.getBean(Files.class)));
    }

    private static void checkFiles(Files files) {
        assertThat(files.annotatedInInterface()).isEqualTo("disk-1");
        assertThat(files.annotatedInClass()).isEqualTo("mail-1");
        assertThat(files.plain()).isEqualTo(thread());
    }

    @Test
    void annotatedInterfaceOfAProxyMadeAtRunTimeIsSeen() {
        contexts.withUserConfiguration(RuntimeProxies.class).run(context -> {
            assertThat(context.getBean("repository", Files.class).annotatedInInterface())
                    .isEqualTo("disk-1");
            assertThat(context.getBean("client", Files.class).annotatedInInterface())
                    .isEqualTo("disk-1");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class RuntimeProxies {
        /** As repositories are made: the target knows nothing of the interface. */
        @Bean
        Files repository() {
            final ProxyFactory factory = new ProxyFactory(new Base());
            factory.setInterfaces(Files.class);
            factory.addAdvice((MethodInterceptor) invocation -> thread());
            return (Files) factory.getProxy();
        }

        /** As HTTP clients are made: there is no target. */
        @Bean
        Files client() {
            return ProxyFactory.getProxy(Files.class, (MethodInterceptor) invocation -> thread());
        }
    }

    @Test
    void prototypesAndLazyBeansAreProxiedToo() {
        contexts.withPropertyValues("test.queue=mail")
                .withUserConfiguration(Prototypes.class)
                .run(context -> {
                    final Methods one = context.getBean(Methods.class);
                    assertThat(context.getBean(Methods.class)).isNotSameAs(one);
                    assertThat(one.byAttribute()).isEqualTo("disk-1");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototypes {
        @Bean
        @Scope("prototype")
        Methods methods() {
            return new Methods();
        }
    }

    static class Early {
        @Threadlet("disk")
        public CompletableFuture<String> later() {
            return CompletableFuture.completedFuture(thread());
        }
    }

    record CallsEarly(CompletableFuture<String> result) {
        @Autowired
        CallsEarly(Early early) {
            this(early.later());
        }
    }

    @Test
    void callsMadeWhileTheContextStartsWork() {
        contexts.withBean(Early.class)
                .withUserConfiguration(CallsEarly.class)
                .run(context -> assertThat(context.getBean(CallsEarly.class).result)
                        .succeedsWithin(20, TimeUnit.SECONDS)
                        .isEqualTo("disk-1"));
    }

    @Test
    void switchedOffMethodsArePlainCallsAndNothingIsConfigured() {
        contexts.withPropertyValues("threadlets.enabled=false")
                .withBean(Methods.class)
                .run(context -> {
                    assertThat(context.getBean(Methods.class).byAttribute()).isEqualTo(thread());
                    assertThat(context.getBeanDefinitionNames())
                            .noneMatch(name ->
                                    name.startsWith("threadletQ") || name.startsWith("io.threadlets.spring.auto"));
                    assertThat(context).doesNotHaveBean(ThreadletQueue.class);
                });
    }
}
