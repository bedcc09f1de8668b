package io.threadlets.spring.queue;

import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.config.QueueSettings;
import io.threadlets.spring.config.StoredSettings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which queues of a context have a store, and who keeps their calls. Safe from any thread. */
public final class StoredQueueDirectory {
    private final Map<String, QueueSettings> settings;
    private final @Nullable StoredQueueDirectory parent;
    private final boolean isInline;

    /** Null until it is made, and where no queue of this context has a store. */
    private volatile @Nullable StoredQueueAccess access;

    StoredQueueDirectory(Map<String, QueueSettings> settings, @Nullable StoredQueueDirectory parent, boolean isInline) {
        this.settings = settings;
        this.parent = parent;
        this.isInline = isInline;
    }

    /**
     * The queues that have a store.
     *
     * @return names of queues of this context, and of those of its parents that none of them hides
     */
    public Set<String> names() {
        final Set<String> names = new LinkedHashSet<>(parent == null ? Set.of() : parent.names());
        names.removeAll(settings.keySet());
        settings.values().stream()
                .filter(queue -> queue.store() != null)
                .map(QueueSettings::name)
                .forEach(names::add);
        return names;
    }

    /**
     * How the calls of a queue are kept.
     *
     * @param queue the name of any queue
     * @return null if it has no store, or is not of this context
     */
    public @Nullable StoredSettings settings(String queue) {
        final QueueSettings own = settings.get(queue);
        return own == null ? null : own.store();
    }

    /**
     * Joins who keeps the calls to the queues of this context, whose life it shares.
     *
     * @param keeper who it is
     */
    public void join(StoredQueueAccess keeper) {
        access = keeper;
    }

    /** Who keeps the calls of this context's queues; null where none has a store. */
    @Nullable
    StoredQueueAccess access() {
        return access;
    }

    /** @throws IllegalArgumentException if the queue has no store; the message lists those that have */
    StoredCalls calls(String queue) {
        final StoredQueueAccess own = access;
        if (own != null && settings(queue) != null) {
            return own.calls(queue);
        }
        if (parent != null && !settings.containsKey(queue)) {
            return parent.calls(queue);
        }
        final Set<String> names = isInline ? Set.of() : names();
        throw new IllegalArgumentException("No queue '" + queue + "' with a store. Queues with a store: "
                + (names.isEmpty() ? "none" : String.join(", ", names))
                + (isInline ? ", since threadlets.mode is inline." : "."));
    }
}
