package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Whatever the application does about exceptions in Spring WebFlux, it goes before the starter. */
class WebFluxFailurePrecedenceTests {
    private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
            .withUserConfiguration(FailingApplication.class)
            .withPropertyValues(FailingApplication.PROPERTIES);

    @RestControllerAdvice
    static class CatchSome {
        @ExceptionHandler
        Mono<ResponseEntity<String>> handle(ThreadletRejectedException rejected) {
            return Mono.just(ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).body(rejected.queue()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JustBeforeBoots {
        @Bean
        @Order(-1)
        WebExceptionHandler handler() {
            return WebFluxFailurePrecedenceTests::answer;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InPlaceOfBoots {
        @Bean
        ErrorWebExceptionHandler handler() {
            return WebFluxFailurePrecedenceTests::answer;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class InPlaceOfBootsForOthers {
        @Bean
        ErrorWebExceptionHandler handler() {
            return (exchange, failure) -> Mono.error(failure);
        }
    }

    private static Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        exchange.getResponse().setStatusCode(HttpStatus.BAD_GATEWAY);
        return exchange.getResponse()
                .writeWith(Mono.just(
                        exchange.getResponse().bufferFactory().wrap("caught all".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void catchAllOfTheApplicationGoesFirst() {
        assertThatCatchesAll(CatchAll.class);
    }

    @Test
    void exceptionHandlerBeforeBootsGoesFirst() {
        assertThatCatchesAll(JustBeforeBoots.class);
    }

    @Test
    void errorHandlerInPlaceOfBootsGoesFirst() {
        assertThatCatchesAll(InPlaceOfBoots.class);
    }

    private void assertThatCatchesAll(Class<?> configuration) {
        runner.withUserConfiguration(configuration).run(context -> {
            for (String queue : new String[] {"full", "slow"}) {
                get(context, "/mono/" + queue)
                        .expectStatus()
                        .isEqualTo(HttpStatus.BAD_GATEWAY)
                        .expectBody(String.class)
                        .isEqualTo("caught all");
            }
        });
    }

    @Test
    void errorHandlerThatLeavesItIsFollowedByTheStarters() {
        runner.withUserConfiguration(InPlaceOfBootsForOthers.class)
                .run(context -> get(context, "/mono/full").expectStatus().isEqualTo(503));
    }

    @Test
    void handlerOfOneOfThemLeavesTheOther() {
        runner.withUserConfiguration(CatchSome.class).run(context -> {
            get(context, "/mono/full").expectStatus().isEqualTo(429);
            get(context, "/mono/slow").expectStatus().isEqualTo(504);
        });
    }

    @Test
    void problemDetailsOfWebFluxChangeNothing() {
        runner.withPropertyValues("spring.webflux.problemdetails.enabled=true").run(context -> {
            get(context, "/mono/full").expectStatus().isEqualTo(503);
            get(context, "/mono/slow").expectStatus().isEqualTo(504);
        });
    }

    @Test
    void withoutThePropertyBootAnswers() {
        runner.withPropertyValues("threadlets.web.error-responses=false").run(context -> {
            assertThat(context).doesNotHaveBean(FailureWebHandler.class);
            get(context, "/mono/full").expectStatus().isEqualTo(500);
        });
    }

    @Test
    void starterSwitchedOffAnswersNothing() {
        new ReactiveWebApplicationContextRunner()
                .withUserConfiguration(FailingApplication.class)
                .withPropertyValues("threadlets.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FailureWebHandler.class));
    }

    private static ResponseSpec get(ApplicationContext context, String path) {
        context.getBean("full", ThreadletQueue.class).pause();
        return WebTestClient.bindToApplicationContext(context)
                .build()
                .get()
                .uri(path)
                .exchange();
    }
}
