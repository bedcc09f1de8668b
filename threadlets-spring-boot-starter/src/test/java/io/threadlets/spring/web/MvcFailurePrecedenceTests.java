package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.ThreadletTimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResultAssert;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Whatever the application does about exceptions in Spring MVC, it goes before the starter. */
class MvcFailurePrecedenceTests {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withUserConfiguration(FailingApplication.class)
            .withPropertyValues(FailingApplication.PROPERTIES);

    @RestControllerAdvice
    static class CatchSome {
        @ExceptionHandler
        ResponseEntity<String> handle(ThreadletRejectedException rejected) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).body(rejected.queue());
        }
    }

    @RestControllerAdvice
    static class CatchAndThrow {
        @ExceptionHandler({ThreadletRejectedException.class, ThreadletTimeoutException.class})
        void handle(Exception any) throws Exception {
            throw any;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Resolver {
        @Bean
        HandlerExceptionResolver last() {
            return (request, response, handler, failure) -> {
                response.setStatus(HttpStatus.BAD_GATEWAY.value());
                return new ModelAndView();
            };
        }
    }

    @Test
    void catchAllOfTheApplicationGoesFirst() {
        runner.withUserConfiguration(CatchAll.class).run(context -> {
            get(context, "/plain/full").hasStatus(502).hasBodyTextEqualTo("caught all");
            get(context, "/plain/slow").hasStatus(502).hasBodyTextEqualTo("caught all");
        });
    }

    @Test
    void handlerOfOneOfThemLeavesTheOther() {
        runner.withUserConfiguration(CatchSome.class).run(context -> {
            get(context, "/plain/full").hasStatus(429).hasBodyTextEqualTo("full");
            get(context, "/plain/slow").hasStatus(504);
        });
    }

    @Test
    void handlerThatThrowsItAgainLeavesItToTheStarter() {
        runner.withUserConfiguration(CatchAndThrow.class)
                .run(context -> get(context, "/plain/full").hasStatus(503));
    }

    @Test
    void resolverOfTheApplicationGoesFirst() {
        runner.withUserConfiguration(Resolver.class)
                .run(context -> get(context, "/plain/full").hasStatus(502));
    }

    @Test
    void problemDetailsOfMvcChangeNothing() {
        runner.withPropertyValues("spring.mvc.problemdetails.enabled=true").run(context -> {
            get(context, "/plain/full").hasStatus(503).hasContentType("application/problem+json");
            get(context, "/plain/slow").hasStatus(504).hasContentType("application/problem+json");
        });
    }

    @Test
    void withoutThePropertyNothingIsAnswered() {
        runner.withPropertyValues("threadlets.web.error-responses=false").run(context -> {
            assertThat(context).doesNotHaveBean(FailureResolver.class);
            get(context, "/plain/full").failure().hasRootCauseInstanceOf(ThreadletRejectedException.class);
        });
    }

    @Test
    void starterSwitchedOffAnswersNothing() {
        new WebApplicationContextRunner()
                .withUserConfiguration(FailingApplication.class)
                .withPropertyValues("threadlets.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FailureResolver.class));
    }

    private static MvcTestResultAssert get(WebApplicationContext context, String path) {
        context.getBean("full", ThreadletQueue.class).pause();
        return assertThat(MockMvcTester.from(context).get().uri(path));
    }
}
