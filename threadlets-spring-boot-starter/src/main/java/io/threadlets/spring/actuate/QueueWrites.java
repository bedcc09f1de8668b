package io.threadlets.spring.actuate;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.NamedQueue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Changes settings of queues: all that is asked for, or nothing. One change at a time. */
final class QueueWrites {
    private final QueueInspector inspector;
    private final Queues queues;
    private final WriteLog log;
    private final Map<String, SettingsDescriptor> configured = new ConcurrentHashMap<>();
    private final Map<String, ChangeDescriptor> changes = new ConcurrentHashMap<>();

    QueueWrites(Queues queues, WriteLog log) {
        this.inspector = queues.inspector();
        this.queues = queues;
        this.log = log;
    }

    /** What the queues begin with: the properties, and what customizers made of them. */
    void begin() {
        inspector.queues().forEach((name, queue) -> configured.put(name, SettingsDescriptor.of(queue)));
    }

    /** What a queue began with; what it has now if it came later. */
    SettingsDescriptor configured(String queue, SettingsDescriptor now) {
        return configured.getOrDefault(queue, now);
    }

    @Nullable
    ChangeDescriptor lastChange(String queue) {
        return changes.get(queue);
    }

    synchronized ChangedDescriptor change(
            String name, Input min, Input max, Input capacity, Input idleTimeout, Input state, Caller caller) {
        final NamedQueue queue = queues.named(name);
        final boolean isVirtual = Boolean.TRUE.equals(inspector.view(queue).virtual());
        final QueueChange change = QueueChange.parse(min, max, capacity, idleTimeout, state, isVirtual);
        if (change.isEmpty()) {
            throw RefusedRequest.invalid(
                    null, null, "Queue '" + name + "': the request has none of the fields.", QueueChange.FIELDS);
        }
        final List<Integer> sizes = change.sizes(queue.snapshot());
        requireChangeable(queue, change, isVirtual);
        final SettingsDescriptor before = SettingsDescriptor.withState(queue);
        apply(change, sizes, queue.watched());
        final SettingsDescriptor after = SettingsDescriptor.withState(queue);
        changes.put(name, new ChangeDescriptor(caller.principal(), Instant.now()));
        log.changed(name, change, before, after, configured(name, before), caller);
        return new ChangedDescriptor(before, after, "restart");
    }

    private static void requireChangeable(NamedQueue queue, QueueChange change, boolean isVirtual) {
        final ThreadletQueue watched = queue.watched();
        if (NamedQueue.isMock(watched)) {
            throw RefusedRequest.conflict(
                    null, "Queue '" + queue.name() + "' is a test's mock, which has no settings.");
        }
        if (watched.isShutdown()) {
            throw RefusedRequest.conflict(
                    null,
                    "Queue '" + queue.name() + "' is " + (watched.isTerminated() ? "closed" : "closing")
                            + ", and cannot be changed any more.");
        }
        if (isVirtual && change.min() != null) {
            throw RefusedRequest.conflict(
                    "min",
                    "Queue '" + queue.name() + "' has virtual threads, of which none is kept for later: min does not"
                            + " apply. Use max.");
        }
    }

    private static void apply(QueueChange change, List<Integer> sizes, ThreadletQueue queue) {
        if (change.capacity() != null) {
            queue.capacity(change.capacity());
        }
        if (change.idleTimeout() != null) {
            queue.idleTimeout(change.idleTimeout());
        }
        if (change.min() != null || change.max() != null) {
            queue.resize(sizes.get(0), sizes.get(1));
        }
        if (change.paused() != null) {
            if (change.paused()) {
                queue.pause();
            } else {
                queue.resume();
            }
        }
    }
}
