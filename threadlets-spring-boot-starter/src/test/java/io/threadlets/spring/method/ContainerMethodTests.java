package io.threadlets.spring.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * What the container calls is its own: an annotated class leaves it out, and directly on it the annotation is refused.
 */
class ContainerMethodTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    @Threadlet("disk")
    static class Whole implements InitializingBean, DisposableBean, SmartLifecycle {
        final Map<String, String> threads = new ConcurrentHashMap<>();
        private volatile boolean isRunning;

        private void note(String method) {
            threads.put(method, Thread.currentThread().getName());
        }

        @PostConstruct
        public void postConstruct() {
            note("postConstruct");
        }

        @PreDestroy
        public void preDestroy() {
            note("preDestroy");
        }

        @Override
        public void afterPropertiesSet() {
            note("afterPropertiesSet");
        }

        @Override
        public void destroy() {
            note("destroy");
        }

        @Override
        public void start() {
            isRunning = true;
            note("start");
        }

        @Override
        public void stop() {
            isRunning = false;
            note("stop");
        }

        @Override
        public boolean isRunning() {
            note("isRunning");
            return isRunning;
        }

        @Override
        public int getPhase() {
            note("getPhase");
            return 0;
        }

        public void open() {
            note("open");
        }

        public void shut() {
            note("shut");
        }

        @InitBinder
        public void initBinder() {
            note("initBinder");
        }

        @ModelAttribute
        public void model() {
            note("model");
        }

        @RequestMapping("/own")
        @ModelAttribute
        public String handler() {
            return Thread.currentThread().getName();
        }

        public String own() {
            return Thread.currentThread().getName();
        }

        public Map<String, String> threads() {
            return threads;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wholes {
        @Bean(initMethod = "open", destroyMethod = "shut")
        Whole whole() {
            return new Whole();
        }
    }

    @Test
    void annotatedClassLeavesOutWhatTheContainerCalls() {
        contexts.withUserConfiguration(Wholes.class).run(context -> {
            assertThat(context).hasNotFailed();
            final Whole whole = context.getBean(Whole.class);
            assertThat(whole.own()).isEqualTo("disk-1");
            assertThat(whole.handler()).isEqualTo("disk-1");
            final Map<String, String> threads = whole.threads();
            threads.clear();
            whole.postConstruct();
            whole.preDestroy();
            whole.afterPropertiesSet();
            whole.destroy();
            whole.stop();
            whole.start();
            whole.getPhase();
            whole.open();
            whole.shut();
            whole.initBinder();
            whole.model();
            assertThat(threads)
                    .containsOnlyKeys(
                            "postConstruct",
                            "preDestroy",
                            "afterPropertiesSet",
                            "destroy",
                            "stop",
                            "start",
                            "getPhase",
                            "open",
                            "shut",
                            "initBinder",
                            "model")
                    .allSatisfy((method, thread) -> assertThat(thread)
                            .as(method)
                            .isEqualTo(Thread.currentThread().getName()));
        });
    }

    record Made(String thread) {}

    @Configuration(proxyBeanMethods = false)
    @Threadlet("disk")
    static class WholeConfiguration {
        @Bean
        Made made() {
            return new Made(Thread.currentThread().getName());
        }

        public String own() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    void annotatedConfigurationMakesItsBeansAsEver() {
        contexts.withUserConfiguration(WholeConfiguration.class).run(context -> {
            assertThat(context.getBean(Made.class).thread())
                    .isEqualTo(Thread.currentThread().getName());
            assertThat(context.getBean(WholeConfiguration.class).own()).isEqualTo("disk-1");
        });
    }

    static class Direct implements SmartLifecycle {
        @PostConstruct
        @Threadlet("disk")
        public void postConstruct() {}

        @PreDestroy
        @Threadlet("disk")
        public void preDestroy() {}

        @InitBinder
        @Threadlet("disk")
        public void initBinder() {}

        @ModelAttribute
        @Threadlet("disk")
        public void model() {}

        @RequestMapping("/own")
        @ModelAttribute
        @Threadlet("disk")
        public String handler() {
            return "fine";
        }

        @Threadlet("disk")
        public void open() {}

        @Threadlet("disk")
        public void shut() {}

        @Threadlet("disk")
        public void shut(String what) {}

        @Override
        @Threadlet("disk")
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }
    }

    static class Closed implements AutoCloseable {
        @Override
        @Threadlet("disk")
        public void close() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Directs {
        @Bean(initMethod = "open", destroyMethod = "shut")
        Direct direct() {
            return new Direct();
        }

        @Bean
        Closed closed() {
            return new Closed();
        }

        @Bean
        @Threadlet("disk")
        Made made() {
            return new Made("none");
        }
    }

    @Test
    void directlyOnThemItIsRefused() {
        contexts.withUserConfiguration(Directs.class).run(context -> {
            assertThat(context.getStartupFailure()).isInstanceOf(ThreadletsConfigurationException.class);
            final String direct = Direct.class.getName();
            assertThat(((ThreadletsConfigurationException) context.getStartupFailure()).problems())
                    .extracting(problem -> problem.text())
                    .containsExactlyInAnyOrder(
                            refused(direct + ".postConstruct", "it has @PostConstruct"),
                            refused(direct + ".preDestroy", "it has @PreDestroy"),
                            refused(direct + ".initBinder", "it has @InitBinder"),
                            refused(direct + ".model", "it has @ModelAttribute and no request mapping"),
                            refused(direct + ".open", "it is an init or destroy method of a bean definition"),
                            refused(direct + ".shut", "it is an init or destroy method of a bean definition"),
                            refused(direct + ".start", "it is a method of SmartLifecycle"),
                            refused(
                                    Closed.class.getName() + ".close",
                                    "it is an init or destroy method of a bean definition"),
                            refused(Directs.class.getName() + ".made", "it has @Bean"));
        });
    }

    private static String refused(String method, String reason) {
        return "@Threadlet on " + method + " cannot be: the container calls this method itself, since " + reason
                + ", and needs it done when it returns.";
    }

    @Threadlet("disk")
    static class WholeFactory implements FactoryBean<Made> {
        @Override
        public Made getObject() {
            return new Made(Thread.currentThread().getName());
        }

        @Override
        public Class<?> getObjectType() {
            return Made.class;
        }
    }

    @Test
    void annotatedFactoryMakesItsBeanAsEver() {
        contexts.withBean(WholeFactory.class)
                .run(context -> assertThat(context.getBean(Made.class).thread())
                        .isEqualTo(Thread.currentThread().getName()));
    }

    @Threadlet("disk")
    static class WholeInterceptor implements HandlerInterceptor {
        private volatile @Nullable Thread thread;

        @Nullable
        Thread thread() {
            return thread;
        }

        @Override
        public void afterCompletion(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception e) {
            thread = Thread.currentThread();
        }
    }

    @Test
    void annotatedInterceptorOfRequestsIsCalledAsEver() {
        contexts.withBean(WholeInterceptor.class).run(context -> {
            final WholeInterceptor interceptor = context.getBean(WholeInterceptor.class);
            interceptor.afterCompletion(new MockHttpServletRequest(), new MockHttpServletResponse(), this, null);
            assertThat(interceptor.thread()).isSameAs(Thread.currentThread());
        });
    }
}
