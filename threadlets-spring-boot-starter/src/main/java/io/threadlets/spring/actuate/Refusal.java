package io.threadlets.spring.actuate;

import io.threadlets.spring.config.QueueWords;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** A request that is not served. Carries the answer; for who asks in another way than over the web, its message. */
final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int STATUS_CONFLICT = 409;
    private static final int LONGEST_VALUE = 100;

    private final int status;
    private final transient ErrorDescriptor body;

    private Refusal(int status, ErrorDescriptor body) {
        super(body.message());
        this.status = status;
        this.body = body;
    }

    static Refusal invalid(@Nullable String field, @Nullable String value, String message, String allowed) {
        return new Refusal(
                WebEndpointResponse.STATUS_BAD_REQUEST,
                new ErrorDescriptor("invalid", field, QueueWords.shortened(value, LONGEST_VALUE), message, allowed));
    }

    static Refusal notFound(String message) {
        return new Refusal(
                WebEndpointResponse.STATUS_NOT_FOUND, new ErrorDescriptor("not-found", null, null, message, null));
    }

    static Refusal conflict(@Nullable String field, String message) {
        return new Refusal(STATUS_CONFLICT, new ErrorDescriptor("conflict", field, null, message, null));
    }

    WebEndpointResponse<OperationResponseBody> response() {
        return new WebEndpointResponse<>(body, status);
    }
}
