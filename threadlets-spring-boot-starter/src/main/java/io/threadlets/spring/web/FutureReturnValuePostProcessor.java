package io.threadlets.spring.web;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Lets an MVC handler return a {@link io.threadlets.ThreadletFuture} that is cancelled when the request times out or
 * ends without it, or when the container finds that the client is gone. The response stays what Spring makes of any
 * other {@link java.util.concurrent.CompletionStage}.
 */
public final class FutureReturnValuePostProcessor implements BeanPostProcessor {
    /** For the container. */
    public FutureReturnValuePostProcessor() {}

    /** Goes first, as Spring's own handlers of futures come before those that an application can add. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof RequestMappingHandlerAdapter adapter) {
            final List<HandlerMethodReturnValueHandler> handlers = adapter.getReturnValueHandlers();
            if (handlers != null) {
                adapter.setReturnValueHandlers(
                        Stream.concat(Stream.of(new FutureReturnValueHandler()), handlers.stream())
                                .toList());
            }
        }
        return bean;
    }
}
