package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring MVC on Tomcat. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"threadlets.queues.full.capacity=0", "threadlets.queues.slow.max-threads=4"})
class MvcFailureResponseTests extends FailureResponseScenarios {
    private final WebServerApplicationContext context;

    @Autowired
    MvcFailureResponseTests(ThreadletQueue full, @LocalServerPort int port, WebServerApplicationContext context) {
        super(full, port);
        this.context = context;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({FailingHandlers.class, FailingDisk.class})
    static class Application {
        @Bean
        RouterFunction<ServerResponse> functional(FailingHandlers handlers) {
            return RouterFunctions.route()
                    .GET(
                            "/functional/{queue}",
                            request -> ServerResponse.ok().body(handlers.plain(request.pathVariable("queue"))))
                    .GET(
                            "/functional-stage/{queue}",
                            request -> ServerResponse.async(handlers.stage(request.pathVariable("queue"))
                                    .thenApply(read -> ServerResponse.ok().body(read))))
                    .build();
        }
    }

    @Test
    void serverIsTomcat() {
        assertThat(context.getWebServer()).isInstanceOf(TomcatWebServer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "waited"})
    void callThatIsWaitedForIsAnsweredToo(String handler, CapturedOutput output) throws Exception {
        assertIsUnavailable(get("/" + handler + "/full", "*/*"), output);
        assertIsTimeout(get("/" + handler + "/slow", "*/*"), output);
    }
}
