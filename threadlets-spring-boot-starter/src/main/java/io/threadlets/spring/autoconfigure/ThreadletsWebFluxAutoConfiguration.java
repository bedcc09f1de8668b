package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.web.FailureAnswers;
import io.threadlets.spring.web.FailureWebHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityResultHandler;

/**
 * Answers to rejections and timeouts in WebFlux. Boot's own handler of errors knows an answer to everything: this goes
 * before it, by the same order and an earlier definition, and so after all that the application orders before Boot's.
 * Not after the queues, which come late.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(ResponseEntityResultHandler.class)
@ConditionalOnSwitch({"threadlets.enabled", "threadlets.web.error-responses"})
@ImportRuntimeHints(ThreadletsWebHints.class)
public final class ThreadletsWebFluxAutoConfiguration {
    private static final String ERROR_HANDLER = "org.springframework.boot.webflux.error.ErrorWebExceptionHandler";
    private static final int AS_BOOTS = -1;

    /** For the container. */
    ThreadletsWebFluxAutoConfiguration() {}

    @Bean
    @Order(AS_BOOTS)
    @ConditionalOnMissingBean(type = ERROR_HANDLER)
    FailureWebHandler threadletFailureWebHandler(
            ObjectProvider<ThreadletQueues> queues, ObjectProvider<ResponseEntityResultHandler> writer) {
        return new FailureWebHandler(new FailureAnswers(queues), writer);
    }

    /** The application has a handler in place of Boot's: that goes first, whatever its order. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    @ConditionalOnBean(type = ERROR_HANDLER)
    FailureWebHandler threadletLastFailureWebHandler(
            ObjectProvider<ThreadletQueues> queues, ObjectProvider<ResponseEntityResultHandler> writer) {
        return threadletFailureWebHandler(queues, writer);
    }
}
