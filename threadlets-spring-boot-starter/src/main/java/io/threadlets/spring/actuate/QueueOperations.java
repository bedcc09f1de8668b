package io.threadlets.spring.actuate;

import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.inspect.RecentEvents;
import io.threadlets.spring.inspect.WorkTimes;
import io.threadlets.spring.queue.StoredQueueDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationEventPublisher;

/** What the endpoint does, whoever asks over whatever. Throws what a request that is not served is answered with. */
public final class QueueOperations implements SmartInitializingSingleton {
    private final ShownValues values;
    private final QueueWrites writes;
    private final QueueCancels cancels;
    private final QueueReads reads;
    private final StoredOperations stored;
    private final Queues queues;

    /**
     * Operations on the queues that an inspector sees.
     *
     * @param inspector sees them
     * @param directory knows which of them have a store
     * @param events their last failures and rejections
     * @param times how long their works take; null if nobody measures it
     * @param advisor what is wrong with them
     * @param histories what they did lately
     * @param properties what is shown to whom
     * @param functions mask what is shown
     * @param access what is allowed
     * @param publisher hears of each write
     */
    public QueueOperations(
            QueueInspector inspector,
            StoredQueueDirectory directory,
            RecentEvents events,
            @Nullable WorkTimes times,
            Advisor advisor,
            QueueHistories histories,
            ThreadletsEndpointProperties properties,
            List<SanitizingFunction> functions,
            Access access,
            ApplicationEventPublisher publisher) {
        final WriteLog log = new WriteLog(publisher);
        this.values = new ShownValues(properties.showValues(), properties.roles(), functions);
        this.queues = new Queues(inspector, directory);
        this.writes = new QueueWrites(queues, log);
        this.cancels = new QueueCancels(queues, log);
        this.stored = new StoredOperations(queues, values, log);
        this.reads = new QueueReads(queues, events, times, advisor, histories, values, writes, access);
    }

    Caller callerOverJmx() {
        return Caller.overJmx(values);
    }

    Caller callerOverHttp(SecurityContext security) {
        return Caller.overHttp(security, values);
    }

    QueuesDescriptor all() {
        return reads.all();
    }

    /** With one request a page that shows all queues, and some of them with their works, has all that it shows. */
    QueuesDescriptor all(@Nullable String open, Caller caller) {
        return open == null ? reads.all() : reads.all(new Input("open", open).names(), caller);
    }

    QueueDescriptor one(String queue, Caller caller) {
        return reads.one(queue, caller);
    }

    OperationResponseBody works(
            String queue,
            String part,
            @Nullable String stack,
            @Nullable String depth,
            @Nullable String limit,
            @Nullable String offset,
            Caller caller) {
        final Input most = new Input("limit", limit);
        return switch (part) {
            case Queues.RUNNING ->
                reads.running(queue, new Input("stack", stack), new Input("depth", depth), most, caller);
            case Queues.QUEUED -> reads.queued(queue, most, new Input("offset", offset));
            default -> throw queues.noSuchPart(reads.queue(queue), part);
        };
    }

    // ---- stored calls ----

    /** Fails for the parts that works are in, which are not asked for one by one. */
    void requireStored(String queue, String part) {
        if (!part.equals(Queues.STORED)) {
            throw queues.noSuchWork(queue, part);
        }
    }

    OperationResponseBody storedCalls(String queue, @Nullable String state, @Nullable String limit, Caller caller) {
        return stored.list(queue, new Input("state", state), new Input("limit", limit), caller);
    }

    OperationResponseBody storedCall(String queue, String id, Caller caller) {
        return stored.one(queue, id, caller);
    }

    OperationResponseBody retryStoredCall(String queue, String id, @Nullable String action, Caller caller) {
        return stored.act(queue, id, new Input("action", action), caller);
    }

    OperationResponseBody cancelStoredCall(String queue, String id, @Nullable String interrupt, Caller caller) {
        return stored.cancel(queue, id, new Input("interrupt", interrupt), caller);
    }

    // ---- changes ----

    OperationResponseBody change(
            String queue,
            @Nullable String min,
            @Nullable String max,
            @Nullable String capacity,
            @Nullable String idleTimeout,
            @Nullable String state,
            @Nullable String clear,
            @Nullable String cancel,
            Caller caller) {
        if (clear == null && cancel == null) {
            return writes.change(
                    queue,
                    new Input("min", min),
                    new Input("max", max),
                    new Input("capacity", capacity),
                    new Input("idleTimeout", idleTimeout),
                    new Input("state", state),
                    caller);
        }
        final String field = clear != null ? "clear" : "cancel";
        reads.queue(queue);
        if ((clear != null && cancel != null)
                || min != null
                || max != null
                || capacity != null
                || idleTimeout != null
                || state != null) {
            throw RefusedRequest.invalid(field, null, "'" + field + "' is to be sent alone.", field);
        }
        return clear != null
                ? cancels.clear(queue, new Input("clear", clear), caller)
                : cancels.all(queue, String.valueOf(cancel), caller);
    }

    OutcomeDescriptor cancel(String queue, String part, String id, @Nullable String interrupt, Caller caller) {
        return cancels.one(queue, part, new Input("id", id), new Input("interrupt", interrupt), caller);
    }

    @Override
    public void afterSingletonsInstantiated() {
        writes.begin();
    }
}
