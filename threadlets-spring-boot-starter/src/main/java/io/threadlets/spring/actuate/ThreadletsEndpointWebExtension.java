package io.threadlets.spring.actuate;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.Set;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Over the web, an unknown queue is a 404 with a sentence that helps. */
@EndpointWebExtension(endpoint = ThreadletsEndpoint.class)
public final class ThreadletsEndpointWebExtension {
    private final ThreadletsEndpoint endpoint;
    private final QueueRegistry queues;

    /**
     * An extension of an endpoint.
     *
     * @param endpoint what answers for known queues
     * @param queues the known queues
     */
    public ThreadletsEndpointWebExtension(ThreadletsEndpoint endpoint, QueueRegistry queues) {
        this.endpoint = endpoint;
        this.queues = queues;
    }

    /**
     * One queue.
     *
     * @param queue its name
     * @return its numbers, or why there are none
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> queue(@Selector String queue) {
        final Set<String> names = queues.all().keySet();
        if (!names.contains(queue)) {
            return new WebEndpointResponse<>(
                    new ErrorDescriptor("not-found", Suggestions.noSuchQueue(queue, names)),
                    WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return new WebEndpointResponse<>(endpoint.queue(queue));
    }
}
