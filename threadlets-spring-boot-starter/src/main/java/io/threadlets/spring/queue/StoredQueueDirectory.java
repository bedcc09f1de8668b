package io.threadlets.spring.queue;

import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.config.QueueSettings;
import io.threadlets.spring.config.StoredSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Tells which queues of a context have a store, and who keeps their calls. Safe from any thread. */
public final class StoredQueueDirectory {
    private final Map<String, QueueSettings> settings;
    private final @Nullable StoredQueueDirectory parent;
    private final boolean isInline;
    private final Map<String, LongConsumer> firstStarts = new ConcurrentHashMap<>();

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

    /**
     * Whether calls of a queue are stored.
     *
     * @param queue the name of any queue
     * @return false if it is not of this context, has no store, or calls are made in their callers
     */
    public boolean isStored(String queue) {
        return !isInline && settings(queue) != null;
    }

    /**
     * What is to be seen of a queue.
     *
     * @param queue the name of a queue of this context, or of one of its parents
     * @return null if its calls are not stored
     */
    public @Nullable StoredQueueView view(String queue) {
        final StoredQueueAccess own = access;
        if (own != null && settings(queue) != null) {
            return own.view(queue);
        }
        return parent != null && !settings.containsKey(queue) ? parent.view(queue) : null;
    }

    /** Begins to look at all stores, without waiting: those that do not answer are waited for together. */
    public void beginToLook() {
        for (String name : names()) {
            final StoredQueueView view = view(name);
            if (view != null) {
                view.beginToLook();
            }
        }
    }

    /** @throws IllegalArgumentException if the queue has no store; the message lists those that have */
    StoredCalls calls(String queue) {
        final StoredQueueView view = view(queue);
        if (view == null) {
            throw new IllegalArgumentException(noStore(queue));
        }
        return view.calls();
    }

    /**
     * Says that a queue has no store.
     *
     * @param queue a name
     * @return a sentence that lists those that have one
     */
    public String noStore(String queue) {
        final Set<String> names = isInline ? Set.of() : names();
        return "No queue '" + queue + "' with a store. Queues with a store: "
                + (names.isEmpty() ? "none" : String.join(", ", names))
                + (isInline ? ", since threadlets.mode is inline." : ".");
    }

    // ---- first starts ----

    /**
     * Has somebody hear how long the calls of a queue have waited, from when they were stored until they began first.
     *
     * @param queue the name of a queue of this context
     * @param nanos hears it, on the thread that runs the call; does not throw. The one that was there before does not
     *     any more
     */
    public void onFirstStart(String queue, LongConsumer nanos) {
        firstStarts.put(queue, nanos);
    }

    /**
     * A call begins for the first time.
     *
     * @param queue the name of its queue
     * @param waited how long after it was stored
     */
    public void firstStarted(String queue, Duration waited) {
        final LongConsumer listener = firstStarts.get(queue);
        if (listener != null) {
            listener.accept(Math.max(0, waited.toNanos())); // another instance's clock may be ahead
        }
    }
}
