package io.threadlets.spring.actuate;

import io.threadlets.spring.ThreadletStoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over the web: what is not served has a status and a sentence that helps, who asks is known, and there is
 * a table for terminals. Each write has parameters that are no part of the path: so it is only served with a body of
 * JSON, which a page of another site cannot send.
 */
@EndpointWebExtension(endpoint = ThreadletsEndpoint.class)
public final class ThreadletsEndpointWebExtension {
    private static final int STATUS_ACCEPTED = 202;

    private final QueueOperations operations;

    /**
     * An extension.
     *
     * @param operations what the endpoint does
     */
    public ThreadletsEndpointWebExtension(QueueOperations operations) {
        this.operations = operations;
    }

    /**
     * The live page, for browsers: at the endpoint's own address, and so with its exposure, access, port and security.
     *
     * @param file a file of the page; null for the page itself
     * @return the file
     */
    @ReadOperation(produces = "text/html;charset=UTF-8")
    public WebEndpointResponse<?> page(@Nullable String file) {
        return PageFiles.file(file == null ? PageFiles.PAGE : file);
    }

    /**
     * All queues; or what a browser asks for on behalf of the page. The page's files have this address with a
     * parameter, since an address below it would be a queue's.
     *
     * @param security who asks
     * @param file a file of the page; null for the queues
     * @param open the names of queues of which everything is asked for, each encoded as in an address, with commas
     *     between; null for none
     * @return the queues, or the file
     */
    @ReadOperation
    public WebEndpointResponse<?> queues(SecurityContext security, @Nullable String file, @Nullable String open) {
        return file == null
                ? answer(() -> operations.all(open, operations.callerOverHttp(security)))
                : PageFiles.file(file);
    }

    /**
     * All queues, as a table for terminals.
     *
     * @return lines of text
     */
    @ReadOperation(produces = "text/plain;charset=UTF-8")
    public String table() {
        return TextTable.of(operations.all());
    }

    /**
     * One queue.
     *
     * @param security who asks
     * @param queue its name
     * @return its numbers, or why there are none
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> queue(SecurityContext security, @Selector String queue) {
        return answer(() -> operations.one(queue, operations.callerOverHttp(security)));
    }

    /**
     * The works of a queue that run, or that wait; or its stored calls.
     *
     * @param security who asks
     * @param queue its name
     * @param part running, queued, or stored
     * @param stack whether to show stacks of what runs; false by default
     * @param depth how many frames; 30 by default
     * @param limit how many works; 100 by default
     * @param offset how many of what waits to leave out
     * @param state which stored calls: waiting, running, retrying, dead, or orphaned
     * @return the works, or why there is no answer
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> works(
            SecurityContext security,
            @Selector String queue,
            @Selector String part,
            @Nullable String stack,
            @Nullable String depth,
            @Nullable String limit,
            @Nullable String offset,
            @Nullable String state) {
        final Caller caller = operations.callerOverHttp(security);
        return answer(() -> part.equals(Queues.STORED)
                ? operations.storedCalls(queue, state, limit, caller)
                : operations.works(queue, part, stack, depth, limit, offset, caller));
    }

    /**
     * One stored call.
     *
     * @param security who asks
     * @param queue the name of its queue
     * @param part stored
     * @param id the call's
     * @return the call, or why there is no answer
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> call(
            SecurityContext security, @Selector String queue, @Selector String part, @Selector String id) {
        return answer(() -> {
            operations.requireStored(queue, part);
            return operations.storedCall(queue, id, operations.callerOverHttp(security));
        });
    }

    /**
     * Has a stored call run again.
     *
     * @param security who asks
     * @param queue the name of its queue
     * @param part stored
     * @param id the call's
     * @param action retry
     * @return what was done, or why nothing was
     */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> act(
            SecurityContext security,
            @Selector String queue,
            @Selector String part,
            @Selector String id,
            @Nullable String action) {
        return answer(() -> {
            operations.requireStored(queue, part);
            return operations.retryStoredCall(queue, id, action, operations.callerOverHttp(security));
        });
    }

    /**
     * Changes settings of a queue, until the application restarts; or ends several works.
     *
     * @param security who asks
     * @param queue its name
     * @param min threads that stay
     * @param max most threads at once
     * @param capacity most works that may wait; -1 for no limit
     * @param idleTimeout how long a thread above the minimum stays idle
     * @param state running or paused
     * @param clear the queue's name again, to take back all that waits
     * @param cancel what works say of themselves, to end all of these
     * @return what was done, or why nothing was
     */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> change(
            SecurityContext security,
            @Selector String queue,
            @Nullable String min,
            @Nullable String max,
            @Nullable String capacity,
            @Nullable String idleTimeout,
            @Nullable String state,
            @Nullable String clear,
            @Nullable String cancel) {
        return answer(() -> operations.change(
                queue, min, max, capacity, idleTimeout, state, clear, cancel, operations.callerOverHttp(security)));
    }

    /**
     * Ends one work, or stored call.
     *
     * @param security who asks
     * @param queue the name of its queue
     * @param part running, queued, or stored
     * @param id what the work is called there
     * @param interrupt whether to interrupt its thread; true by default
     * @return what was done, or why nothing was
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> cancel(
            SecurityContext security,
            @Selector String queue,
            @Selector String part,
            @Selector String id,
            @Nullable String interrupt) {
        final Caller caller = operations.callerOverHttp(security);
        return answer(() -> part.equals(Queues.STORED)
                ? operations.cancelStoredCall(queue, id, interrupt, caller)
                : operations.cancel(queue, part, id, interrupt, caller));
    }

    private static WebEndpointResponse<OperationResponseBody> answer(Supplier<OperationResponseBody> operation) {
        try {
            final OperationResponseBody body = operation.get();
            final boolean goesOn = body instanceof Outcome outcome && outcome.goesOn();
            return new WebEndpointResponse<>(body, goesOn ? STATUS_ACCEPTED : WebEndpointResponse.STATUS_OK);
        } catch (RefusedRequest refused) {
            return refused.response();
        } catch (ThreadletStoreException unreachable) {
            return RefusedRequest.unreachable(unreachable).response();
        }
    }
}
