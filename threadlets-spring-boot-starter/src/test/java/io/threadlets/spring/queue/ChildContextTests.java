package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletQueues;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.util.AopTestUtils;

/** An application of a parent context and a child that serves the web, each with queues. */
class ChildContextTests {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Parent {
        @Bean
        ThreadletQueue parents() {
            return ThreadletQueue.builder("parents").maxThreads(3).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Child {
        private final CompletableFuture<Throwable> handled = new CompletableFuture<>();

        @Threadlet("parents")
        public String threadOfTheParents() {
            return Thread.currentThread().getName();
        }

        @Threadlet("childs")
        public void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Bean
        ThreadletExceptionHandler childsHandler() {
            return (failure, method, arguments) -> handled.complete(failure);
        }
    }

    private static ConfigurableApplicationContext parent() {
        return new SpringApplicationBuilder(Parent.class)
                .web(WebApplicationType.NONE)
                .properties("management.endpoints.web.exposure.include=threadlets")
                .run();
    }

    private static ConfigurableApplicationContext child(ConfigurableApplicationContext parent) {
        return new SpringApplicationBuilder(Child.class)
                .parent(parent)
                .web(WebApplicationType.SERVLET)
                .run(
                        "--server.port=0",
                        "--threadlets.queues.childs.max-threads=2",
                        "--threadlets.queues.global.max-threads=5",
                        "--management.endpoints.web.exposure.include=threadlets");
    }

    @Test
    void endpointOfTheChildShowsItsQueuesAndItsParents() throws Exception {
        try (ConfigurableApplicationContext parent = parent();
                ConfigurableApplicationContext child = child(parent)) {
            final String shown = get(child, "/actuator/threadlets");
            assertThat(JsonPath.<Map<String, Object>>read(shown, "$.queues"))
                    .containsOnlyKeys("childs", "global", "parents");
            assertThat(JsonPath.<Integer>read(shown, "$.queues.global.max"))
                    .as("the nearer one")
                    .isEqualTo(5);
            assertThat(JsonPath.<Integer>read(get(child, "/actuator/threadlets/parents"), "$.max"))
                    .isEqualTo(3);
        }
    }

    @Test
    void childsQueuesAreOnTheParentsRegistryForAsLongAsTheyLive() {
        try (ConfigurableApplicationContext parent = parent()) {
            final MeterRegistry registry = parent.getBean(MeterRegistry.class);
            try (ConfigurableApplicationContext child = child(parent)) {
                assertThat(child.getBean(MeterRegistry.class)).isSameAs(registry);
                assertThat(measured(registry)).containsExactlyInAnyOrder("parents", "global", "childs");
                assertThat(max(registry, "childs")).isEqualTo(2);
                assertThat(max(registry, "global")).isEqualTo(64);
            }
            assertThat(measured(registry)).containsExactlyInAnyOrder("parents", "global");
        }
    }

    @Test
    void lazyChildsQueuesAreMeasuredToo() {
        try (ConfigurableApplicationContext parent = parent();
                ConfigurableApplicationContext child = new SpringApplicationBuilder(Child.class)
                        .parent(parent)
                        .web(WebApplicationType.NONE)
                        .lazyInitialization(true)
                        .run("--threadlets.queues.childs.max-threads=2")) {
            assertThat(child.isActive()).isTrue();
            assertThat(measured(parent.getBean(MeterRegistry.class))).contains("childs");
        }
    }

    @Test
    void queueOfTheParentIsOneOfTheChildsAndGoesOnAfterIt() throws Exception {
        try (ConfigurableApplicationContext parent = parent()) {
            final ThreadletQueue queue = parent.getBean("parents", ThreadletQueue.class);
            try (ConfigurableApplicationContext child = child(parent)) {
                final ThreadletQueues queues = child.getBean(ThreadletQueues.class);
                assertThat(queues.names()).containsExactlyInAnyOrder("childs", "global", "parents");
                assertThat(queues.get("parents")).isSameAs(queue);
                assertThat(queues.get("global")).isSameAs(child.getBean("global"));
                assertThat(child.getBean(Child.class).threadOfTheParents()).startsWith("parents-");
            }
            assertThat(queue.submit(() -> "alive").get(20, TimeUnit.SECONDS)).isEqualTo("alive");
            assertThat(parent.getBean(ThreadletQueues.class).names()).containsExactly("global", "parents");
        }
    }

    @Test
    void handlerOfTheChildIsToldOfItsFailures() throws Exception {
        try (ConfigurableApplicationContext parent = parent();
                ConfigurableApplicationContext child = child(parent)) {
            final Child service = child.getBean(Child.class);
            service.fail();
            assertThat(child.getBean("childsHandler")).isNotNull();
            assertThat(handled(child).get(20, TimeUnit.SECONDS)).hasMessage("on purpose");
        }
    }

    @Test
    void queueBeanOfAParentWithoutTheStarterIsFound() {
        try (GenericApplicationContext parent = new GenericApplicationContext()) {
            parent.registerBean(
                    "plain",
                    ThreadletQueue.class,
                    () -> ThreadletQueue.builder("parents").build());
            parent.refresh();
            try (ConfigurableApplicationContext child = child(parent)) {
                assertThat(child.getBean(ThreadletQueues.class).names())
                        .containsExactlyInAnyOrder("childs", "global", "parents");
                assertThat(child.getBean(Child.class).threadOfTheParents()).startsWith("parents-");
            }
        }
    }

    private static CompletableFuture<Throwable> handled(ConfigurableApplicationContext child) {
        return ((Child) AopTestUtils.getUltimateTargetObject(child.getBean(Child.class))).handled;
    }

    private static List<String> measured(MeterRegistry registry) {
        return registry.find("threadlets.cur").gauges().stream()
                .map(gauge -> gauge.getId().getTag("queue"))
                .toList();
    }

    private static double max(MeterRegistry registry, String queue) {
        return registry.get("threadlets.max").tag("queue", queue).gauge().value();
    }

    private static String get(ConfigurableApplicationContext web, String path) throws Exception {
        final int port = Objects.requireNonNull(((WebServerApplicationContext) web).getWebServer())
                .getPort();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
