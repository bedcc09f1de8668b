package io.threadlets.spring.actuate;

import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.config.QueueWords;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** A request that is not served. Carries the answer; for who asks in another way than over the web, its message. */
final class RefusedRequest extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final Log LOG = LogFactory.getLog(ThreadletsEndpoint.class);

    private static final int STATUS_CONFLICT = 409;
    private static final int STATUS_UNAVAILABLE = 503;
    private static final int LONGEST_VALUE = 100;

    private final int status;
    private final transient ErrorDescriptor body;

    private RefusedRequest(int status, ErrorDescriptor body) {
        super(body.message());
        this.status = status;
        this.body = body;
    }

    static RefusedRequest invalid(@Nullable String field, @Nullable String value, String message, String allowed) {
        return new RefusedRequest(
                WebEndpointResponse.STATUS_BAD_REQUEST,
                new ErrorDescriptor(
                        "invalid", field, QueueWords.shortened(value, LONGEST_VALUE), message, allowed, null));
    }

    static RefusedRequest notFound(String message) {
        return new RefusedRequest(
                WebEndpointResponse.STATUS_NOT_FOUND,
                new ErrorDescriptor("not-found", null, null, message, null, null));
    }

    static RefusedRequest conflict(@Nullable String field, String message) {
        return new RefusedRequest(STATUS_CONFLICT, new ErrorDescriptor("conflict", field, null, message, null, null));
    }

    /** @param instance who has it; null if nobody has */
    static RefusedRequest runsElsewhere(String message, @Nullable String instance) {
        return new RefusedRequest(
                STATUS_CONFLICT, new ErrorDescriptor("conflict", null, null, message, null, instance));
    }

    /** A store does not answer. */
    static RefusedRequest unreachable(String message) {
        return new RefusedRequest(
                STATUS_UNAVAILABLE, new ErrorDescriptor(StoreDescriptor.UNREACHABLE, null, null, message, null, null));
    }

    /** A store has not answered in time, though it was taken to be there. */
    static RefusedRequest silent(String queue, String message) {
        LOG.warn(queue + ": a request was not served: " + message);
        return unreachable(message);
    }

    /** What its driver says is for the log, and not for everybody. */
    static RefusedRequest unreachable(ThreadletStoreException failure) {
        LOG.warn(failure.queue() + ": a request was not served, since its store failed", failure);
        return unreachable("Queue '" + failure.queue() + "': its store cannot be reached. The log has the reason.");
    }

    WebEndpointResponse<OperationResponseBody> response() {
        return new WebEndpointResponse<>(body, status);
    }
}
