package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What goes along with a call from the logging context of its sender. */
class CarriedContextTests {
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /** Tells what it finds. */
    static class Looks {
        private final BlockingQueue<Map<String, String>> found = new LinkedBlockingQueue<>();

        @Threadlet("looks")
        public @Nullable ThreadletReceipt look() {
            final Map<String, String> context = MDC.getCopyOfContextMap();
            found.add(context == null ? Map.of() : new HashMap<>(context));
            return null;
        }

        public Map<String, String> next() throws InterruptedException {
            final Map<String, String> next = found.poll(30, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Looks looks() {
            return new Looks();
        }
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void traceparentAndTheKeysThatAreNamedGoAlongAndNothingElseDoesOrStays() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.datasource.url=jdbc:h2:mem:context",
                        "threadlets.queues.looks.store=jdbc",
                        "threadlets.queues.looks.max-threads=1",
                        "threadlets.jdbc.context-keys=tenant,absent",
                        "threadlets.jdbc.poll-interval=20ms")
                .run()) {
            final Looks looks = context.getBean(Looks.class);
            MDC.put("traceparent", TRACEPARENT);
            MDC.put("tenant", "blue");
            MDC.put("token", "secret");

            looks.look();

            assertThat(looks.next()).isEqualTo(Map.of("traceparent", TRACEPARENT, "tenant", "blue"));
            MDC.clear();
            looks.look(); // on the same thread
            assertThat(looks.next()).isEmpty();
        }
    }
}
