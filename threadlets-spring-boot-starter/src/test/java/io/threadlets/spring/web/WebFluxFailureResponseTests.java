package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Spring WebFlux on Netty. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "threadlets.queues.full.capacity=0",
            "threadlets.queues.slow.max-threads=4"
        })
class WebFluxFailureResponseTests extends FailureResponseScenarios {
    private final WebServerApplicationContext context;

    @Autowired
    WebFluxFailureResponseTests(ThreadletQueue full, @LocalServerPort int port, WebServerApplicationContext context) {
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
                            request -> Mono.fromCallable(() -> handlers.plain(request.pathVariable("queue")))
                                    .subscribeOn(Schedulers.boundedElastic()) // a call that waits must not stop Netty
                                    .flatMap(ServerResponse.ok()::bodyValue))
                    .GET(
                            "/functional-stage/{queue}",
                            request -> Mono.fromCallable(() -> handlers.stage(request.pathVariable("queue")))
                                    .flatMap(Mono::fromCompletionStage)
                                    .flatMap(ServerResponse.ok()::bodyValue))
                    .build();
        }

        /** Calls of filters are no different. */
        @Bean
        WebFilter filter(FailingHandlers handlers) {
            return (exchange, chain) -> Mono.defer(() -> {
                        final String queue =
                                exchange.getRequest().getQueryParams().getFirst("filter");
                        try {
                            return queue == null ? Mono.empty() : handlers.mono(queue);
                        } catch (InterruptedException e) {
                            return Mono.error(e);
                        }
                    })
                    .then(chain.filter(exchange));
        }
    }

    @Test
    void serverIsNetty() {
        assertThat(context.getWebServer()).isInstanceOf(NettyWebServer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/future/full", "/no-such-path"})
    void callOfAFilterIsAnsweredToo(String path, CapturedOutput output) throws Exception {
        assertIsUnavailable(get(path + "?filter=full", "*/*"), output);
        assertIsTimeout(get(path + "?filter=slow", "*/*"), output);
    }
}
