package io.threadlets.spring.web;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityResultHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Answers what is left of rejections and timeouts in Spring WebFlux, annotated handlers and functional ones. */
public final class FailureWebHandler implements WebExceptionHandler {
    private static final Log LOG = LogFactory.getLog(FailureWebHandler.class);

    private final FailureAnswers answers;
    private final ObjectProvider<ResponseEntityResultHandler> writer;
    private final MethodParameter entityType = FailureAnswer.entityType();

    /**
     * For the container.
     *
     * @param answers what to answer
     * @param writer how Spring writes what handlers return; asked for with the first answer
     */
    public FailureWebHandler(FailureAnswers answers, ObjectProvider<ResponseEntityResultHandler> writer) {
        this.answers = answers;
        this.writer = writer;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        final ServerHttpResponse response = exchange.getResponse();
        final FailureAnswer answer = response.isCommitted() ? null : answers.find(failure);
        if (answer == null) {
            return Mono.error(failure);
        }
        // What the handler produces says nothing about errors.
        exchange.getAttributes().remove(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
        response.getHeaders().clearContentHeaders();
        response.setStatusCode(answer.status());
        if (answer.retryAfter() > 0) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(answer.retryAfter()));
        }
        answers.given(
                answer,
                exchange.getRequest().getMethod() + " "
                        + exchange.getRequest().getPath().value());
        return write(answer, exchange);
    }

    /** Status and header are an answer too, where the client is gone or the application has nothing that writes. */
    private Mono<Void> write(FailureAnswer answer, ServerWebExchange exchange) {
        return Mono.defer(() ->
                        writer.getObject().handleResult(exchange, new HandlerResult(this, answer.entity(), entityType)))
                .onErrorResume(unwritten -> {
                    LOG.debug("No problem detail could be written", unwritten);
                    return exchange.getResponse().setComplete();
                });
    }
}
