package io.threadlets.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Answers what is left of rejections and timeouts in Spring MVC, annotated handlers and functional ones. No controller
 * advice, since Spring shows those the causes of an exception before it asks for the exception's own status: it is
 * asked when all that the application and Spring have did not know better.
 */
public final class FailureResolver implements HandlerExceptionResolver, Ordered {
    private static final Log LOG = LogFactory.getLog(FailureResolver.class);

    private final FailureAnswers answers;
    private final ObjectProvider<RequestMappingHandlerAdapter> adapter;
    private final MethodParameter entityType = FailureAnswer.entityType();

    /**
     * For the container.
     *
     * @param answers what to answer
     * @param adapter how Spring writes what handlers return; asked for with the first answer
     */
    public FailureResolver(FailureAnswers answers, ObjectProvider<RequestMappingHandlerAdapter> adapter) {
        this.answers = answers;
        this.adapter = adapter;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception failure) {
        final FailureAnswer answer = response.isCommitted() ? null : answers.find(failure);
        if (answer == null) {
            return null;
        }
        response.setStatus(answer.status().value());
        if (answer.retryAfter() > 0) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(answer.retryAfter()));
        }
        write(answer, request, response);
        answers.given(answer, request.getMethod() + " " + request.getRequestURI());
        return new ModelAndView();
    }

    /** Status and header are an answer too, where the client is gone or the application has nothing that writes. */
    private void write(FailureAnswer answer, HttpServletRequest request, HttpServletResponse response) {
        try {
            for (HandlerMethodReturnValueHandler writer : writers()) {
                if (writer.supportsReturnType(entityType)) {
                    writer.handleReturnValue(
                            answer.entity(),
                            entityType,
                            new ModelAndViewContainer(),
                            new ServletWebRequest(request, response));
                    return;
                }
            }
        } catch (Exception unwritten) {
            LOG.debug("No problem detail could be written", unwritten);
        }
    }

    private List<HandlerMethodReturnValueHandler> writers() {
        final RequestMappingHandlerAdapter found = adapter.getIfAvailable();
        final List<HandlerMethodReturnValueHandler> writers = found == null ? null : found.getReturnValueHandlers();
        return writers == null ? List.of() : writers;
    }
}
