package io.threadlets.spring.actuate;

import io.threadlets.spring.config.Suggestions;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.queue.NamedQueue;
import java.util.List;
import java.util.Map;

/** Finds what a path names, or says what there is. */
record Queues(QueueInspector inspector) {
    static final String RUNNING = "running";
    static final String QUEUED = "queued";

    NamedQueue named(String name) {
        final Map<String, NamedQueue> all = inspector.queues();
        final NamedQueue found = all.get(name);
        if (found == null) {
            throw Refusal.notFound(Suggestions.noSuchQueue(name, all.keySet()));
        }
        return found;
    }

    static Refusal noSuchPart(NamedQueue queue, String part) {
        final List<String> parts = List.of(RUNNING, QUEUED);
        return Refusal.notFound("Queue '" + queue.name() + "' has no '" + part + "'. It has: "
                + String.join(", ", parts) + "."
                + Suggestions.nearest(part, parts)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(""));
    }
}
