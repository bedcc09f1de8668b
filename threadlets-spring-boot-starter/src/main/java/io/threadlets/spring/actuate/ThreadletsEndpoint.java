package io.threadlets.spring.actuate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the queues of a context and of its parents, and steers them: {@code /actuator/threadlets} and what is below it.
 * Over the web {@link ThreadletsEndpointWebExtension} answers, since there a refusal has a status. What a parameter may
 * be is checked here, and not by its type, so that there is an answer that helps.
 */
@Endpoint(id = ThreadletsEndpoint.ID, defaultAccess = Access.READ_ONLY)
public final class ThreadletsEndpoint {
    /** The endpoint's name. */
    public static final String ID = "threadlets";

    private final QueueOperations operations;

    /**
     * An endpoint.
     *
     * @param operations what it does
     */
    public ThreadletsEndpoint(QueueOperations operations) {
        this.operations = operations;
    }

    /**
     * All queues.
     *
     * @return their numbers by name
     */
    @ReadOperation
    public QueuesDescriptor queues() {
        return operations.all();
    }

    /**
     * One queue.
     *
     * @param queue its name
     * @return its numbers, and what it was set to
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    @ReadOperation
    public QueueDescriptor queue(@Selector String queue) {
        return served(() -> operations.one(queue, operations.callerOverJmx()));
    }

    /**
     * The works of a queue that run, or that wait.
     *
     * @param queue its name
     * @param part running or queued
     * @param stack whether to show stacks of what runs; false by default
     * @param depth how many frames; 30 by default
     * @param limit how many works; 100 by default
     * @param offset how many of what waits to leave out
     * @return the works
     * @throws IllegalArgumentException if there is no such thing, or a parameter is wrong
     */
    @ReadOperation
    public OperationResponseBody works(
            @Selector String queue,
            @Selector String part,
            @Nullable String stack,
            @Nullable String depth,
            @Nullable String limit,
            @Nullable String offset) {
        return served(() -> operations.works(queue, part, stack, depth, limit, offset, operations.callerOverJmx()));
    }

    /**
     * Changes settings of a queue, until the application restarts; or ends several works.
     *
     * @param queue its name
     * @param min threads that stay
     * @param max most threads at once
     * @param capacity most works that may wait; -1 for no limit
     * @param idleTimeout how long a thread above the minimum stays idle
     * @param state running or paused
     * @param clear the queue's name again, to take back all that waits
     * @param cancel what works say of themselves, to end all of these
     * @return what was done
     * @throws IllegalArgumentException if there is no such thing, or a parameter is wrong
     */
    @WriteOperation
    public OperationResponseBody change(
            @Selector String queue,
            @Nullable String min,
            @Nullable String max,
            @Nullable String capacity,
            @Nullable String idleTimeout,
            @Nullable String state,
            @Nullable String clear,
            @Nullable String cancel) {
        return served(() -> operations.change(
                queue, min, max, capacity, idleTimeout, state, clear, cancel, operations.callerOverJmx()));
    }

    /**
     * Ends one work.
     *
     * @param queue the name of its queue
     * @param part running or queued
     * @param id what the work is called there
     * @param interrupt whether to interrupt its thread; true by default
     * @return what was done
     * @throws IllegalArgumentException if there is no such thing, or a parameter is wrong
     */
    @DeleteOperation
    public OutcomeDescriptor cancel(
            @Selector String queue, @Selector String part, @Selector String id, @Nullable String interrupt) {
        return served(() -> operations.cancel(queue, part, id, interrupt, operations.callerOverJmx()));
    }

    /** Of exceptions JMX shows only those of the JDK as they are. */
    private static <T> T served(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RefusedRequest refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }
}
