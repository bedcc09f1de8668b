package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A whole web application, asked which threads its queues have. */
class WebThreadTypeTests {
    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Controller.class, Threads.class})
    static class Application {}

    static class Threads {
        @Threadlet("auto")
        public String auto() {
            return kind();
        }

        @Threadlet("platform")
        public String platform() {
            return kind();
        }

        @Threadlet
        public String global() {
            return kind();
        }

        private static String kind() {
            return Thread.currentThread().toString().startsWith("VirtualThread") ? "virtual" : "platform";
        }
    }

    @RestController
    record Controller(Threads threads) {
        @GetMapping("/threads")
        String kinds() {
            return threads.auto() + " " + threads.platform() + " " + threads.global();
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void threadsAreVirtualWhereTheApplicationsAreAndJavaHasThem(boolean isEnabled) throws Exception {
        final String kind = isEnabled && HAS_VIRTUAL_THREADS ? "virtual" : "platform";
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.threads.virtual.enabled=" + isEnabled,
                        "threadlets.queues.auto.max-threads=2",
                        "threadlets.queues.platform.thread-type=platform")
                .run()) {
            final String port = context.getEnvironment().getProperty("local.server.port");
            final URI address = URI.create("http://127.0.0.1:" + port + "/threads");
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo(kind + " platform " + kind);
        }
    }
}
