package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

/** Kinds of beans and of annotated methods: each call is made, and made once. */
class AnnotatedBeanTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.q.max-threads=1");

    private static String thread() {
        return Thread.currentThread().getName();
    }

    static class Service {
        @Threadlet("q")
        public String call() {
            return thread();
        }
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Threadlet("q")
    @interface Careful {
        @AliasFor(annotation = Threadlet.class, attribute = "timeout")
        String within();

        @AliasFor(annotation = Threadlet.class, attribute = "fallback")
        String orElse();
    }

    static class Composed {
        @Careful(within = "30ms", orElse = "instead")
        public String call(Gate gate) throws Exception {
            gate.pass();
            return "value";
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // by its name
        private String instead(Gate gate) {
            return "instead";
        }
    }

    @Test
    void composedAnnotationGivesTimeoutAndFallback() {
        contexts.withBean(Composed.class)
                .run(context -> assertThat(context.getBean(Composed.class).call(new Gate()))
                        .isEqualTo("instead"));
    }

    static class Overriding extends Service {
        @Override
        public String call() {
            return "overridden, " + super.call();
        }
    }

    @Test
    void overridingMethodInheritsTheAnnotation() {
        contexts.withBean(Overriding.class)
                .run(context ->
                        assertThat(context.getBean(Overriding.class).call()).isEqualTo("overridden, q-1"));
    }

    @Threadlet(queue = "q", fallback = "instead")
    static class WholeClass {
        public String call() {
            throw new IllegalStateException("planned");
        }

        public String instead(Throwable failure) {
            return "instead of " + failure.getMessage() + ", " + thread();
        }
    }

    @Test
    void fallbackThatAClassNamesIsForItsMethodsAndIsNoThreadletItself() {
        contexts.withBean(WholeClass.class).run(context -> {
            assertThat(context).hasNotFailed();
            final WholeClass bean = context.getBean(WholeClass.class);
            assertThat(bean.call()).isEqualTo("instead of planned, " + thread());
            assertThat(bean.instead(new IllegalStateException("none"))).endsWith(thread());
        });
    }

    static class Mail {}

    interface Handler<T> {
        String handle(T what);
    }

    static class MailHandler implements Handler<Mail> {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        @Threadlet(queue = "q", fallback = "instead")
        public String handle(Mail what) {
            calls.incrementAndGet();
            throw new IllegalStateException("planned");
        }

        @SuppressWarnings("UnusedVariable") // takes what it does not need
        String instead(Mail what) {
            return "instead of " + calls.get();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void callThroughABridgeIsMadeOnce() {
        contexts.withBean(MailHandler.class).run(context -> {
            final Handler<Mail> handler = context.getBean(Handler.class);
            assertThat(handler.handle(new Mail())).isEqualTo("instead of 1");
        });
    }

    static class Generic<T> {
        @Threadlet(queue = "q", fallback = "instead")
        public String handle(T what) {
            throw new IllegalStateException("planned");
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // by its name
    static class OfMail extends Generic<Mail> {
        String instead(Mail what) {
            return "instead";
        }
    }

    @Test
    void fallbackOfAGenericMethodTakesWhatTheSubclassSaysThatItTakes() {
        contexts.withBean(OfMail.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(OfMail.class).handle(new Mail())).isEqualTo("instead");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {
        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Service scoped() {
            return new Service();
        }
    }

    @Test
    void callThroughAScopedProxyIsMadeOnce() {
        contexts.withUserConfiguration(Scoped.class).run(context -> {
            assertThat(context.getBean("scoped", Service.class).call()).isEqualTo("q-1");
            assertThat(context.getBean("q", ThreadletQueue.class).snapshot().submitted())
                    .isOne();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Twice {
        @Bean
        Service one() {
            return new Service();
        }

        @Bean
        Service other(Service one) {
            return one;
        }
    }

    @Test
    void beanThatIsGivenASecondNameIsInterceptedOnce() {
        contexts.withUserConfiguration(Twice.class).run(context -> {
            assertThat(context.getBean("other")).isSameAs(context.getBean("one"));
            assertThat(context.getBean("one", Advised.class).getAdvisors()).hasSize(1);
        });
    }

    record Pair(Service one, Service other) {}

    @Configuration
    static class WithBeanMethods {
        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        Pair pair() {
            return new Pair(service(), service());
        }

        @Threadlet("q")
        public String call() {
            return thread();
        }
    }

    @Test
    void configurationClassMayHaveThreadletMethods() {
        contexts.withUserConfiguration(WithBeanMethods.class).run(context -> {
            assertThat(context.getBean(WithBeanMethods.class).call()).isEqualTo("q-1");
            final Pair pair = context.getBean(Pair.class);
            assertThat(pair.one()).as("of bean methods that call each other").isSameAs(pair.other());
        });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void noBeanIsMadeTooEarlyToBeProxied(CapturedOutput output) {
        contexts.withBean(Service.class).run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("not eligible");
    }
}
