package io.threadlets.spring.actuate;

import io.threadlets.spring.ThreadletStoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * What the endpoint has over JMX beside its own operations, which there are told apart by their names: stored calls.
 */
@EndpointJmxExtension(endpoint = ThreadletsEndpoint.class)
public final class ThreadletsEndpointJmxExtension {
    private final QueueOperations operations;

    /**
     * An extension.
     *
     * @param operations what the endpoint does
     */
    public ThreadletsEndpointJmxExtension(QueueOperations operations) {
        this.operations = operations;
    }

    /**
     * The stored calls of a queue.
     *
     * @param queue its name
     * @param state which: waiting, running, retrying, dead, or orphaned
     * @param limit how many; 100 by default
     * @return the calls
     * @throws IllegalArgumentException if there is no such queue, it has no store, or a parameter is wrong
     */
    @ReadOperation
    public OperationResponseBody storedCalls(@Selector String queue, @Nullable String state, @Nullable String limit) {
        return served(() -> operations.storedCalls(queue, state, limit, operations.callerOverJmx()));
    }

    /**
     * One stored call.
     *
     * @param queue the name of its queue
     * @param id the call's
     * @return the call
     * @throws IllegalArgumentException if there is no such thing
     */
    @ReadOperation
    public OperationResponseBody storedCall(@Selector String queue, @Selector String id) {
        return served(() -> operations.storedCall(queue, id, operations.callerOverJmx()));
    }

    /**
     * Has a stored call run again.
     *
     * @param queue the name of its queue
     * @param id the call's
     * @return what was done
     * @throws IllegalArgumentException if there is no such thing, or it cannot be done
     */
    @WriteOperation
    public OperationResponseBody retryStoredCall(@Selector String queue, @Selector String id) {
        return served(() -> operations.retryStoredCall(queue, id, "retry", operations.callerOverJmx()));
    }

    /**
     * Takes a stored call back.
     *
     * @param queue the name of its queue
     * @param id the call's
     * @return what was done
     * @throws IllegalArgumentException if there is no such thing, or it runs on another instance
     */
    @DeleteOperation
    public OperationResponseBody cancelStoredCall(@Selector String queue, @Selector String id) {
        return served(() -> operations.cancelStoredCall(queue, id, null, operations.callerOverJmx()));
    }

    /** Of exceptions JMX shows only those of the JDK as they are. */
    private static <T> T served(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RefusedRequest refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        } catch (ThreadletStoreException unreachable) {
            throw new IllegalStateException(unreachable.getMessage(), unreachable);
        }
    }
}
