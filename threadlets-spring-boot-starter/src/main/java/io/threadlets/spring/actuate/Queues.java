package io.threadlets.spring.actuate;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.StoredQueueDirectory;
import io.threadlets.spring.queue.StoredQueueView;
import java.util.List;
import java.util.Map;

/** Finds what a path names, or says what there is. */
record Queues(QueueInspector inspector, StoredQueueDirectory directory) {
    static final String RUNNING = "running";
    static final String QUEUED = "queued";
    static final String STORED = "stored";

    NamedQueue named(String name) {
        final Map<String, NamedQueue> all = inspector.queues();
        final NamedQueue found = all.get(name);
        if (found == null) {
            throw RefusedRequest.notFound(Suggestions.noSuchQueue(name, all.keySet()));
        }
        return found;
    }

    /** Fails for a queue without a store. */
    StoredQueueView stored(String name) {
        final StoredQueueView view = directory.view(named(name).name());
        if (view == null) {
            throw RefusedRequest.notFound(directory.noStore(name));
        }
        return view;
    }

    /** What has no works of its own to be asked for one by one. */
    RefusedRequest noSuchWork(String name, String part) {
        final NamedQueue queue = named(name);
        return part.equals(RUNNING) || part.equals(QUEUED)
                ? RefusedRequest.notFound("Works of '" + part + "' are shown together, at " + name + "/" + part
                        + ", and only calls that are stored can be asked for, or retried, one by one.")
                : noSuchPart(queue, part);
    }

    RefusedRequest noSuchPart(NamedQueue queue, String part) {
        if (part.equals(STORED)) { // over the web it is served
            return RefusedRequest.notFound(
                    "Stored calls have operations of their own: storedCalls, storedCall, retryStoredCall"
                            + " and cancelStoredCall.");
        }
        final List<String> parts =
                directory.view(queue.name()) == null ? List.of(RUNNING, QUEUED) : List.of(RUNNING, QUEUED, STORED);
        return RefusedRequest.notFound("Queue '" + queue.name() + "' has no '" + part + "'. It has: "
                + String.join(", ", parts) + "."
                + Suggestions.nearest(part, parts)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(""));
    }
}
