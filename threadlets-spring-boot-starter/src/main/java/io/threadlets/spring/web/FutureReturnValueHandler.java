package io.threadlets.spring.web;

import io.threadlets.ThreadletFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Takes what is a {@link ThreadletFuture} when it is returned, whatever future the handler declares. */
final class FutureReturnValueHandler implements HandlerMethodReturnValueHandler {
    /** The parameter's type is that of the value, where there is one. */
    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return ThreadletFuture.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returnValue,
            MethodParameter returnType,
            ModelAndViewContainer mavContainer,
            NativeWebRequest webRequest)
            throws Exception {
        if (returnValue instanceof ThreadletFuture<?> future) {
            WebAsyncUtils.getAsyncManager(webRequest)
                    .startDeferredResultProcessing(new FutureResult(future), mavContainer);
        } else {
            mavContainer.setRequestHandled(true);
        }
    }
}
