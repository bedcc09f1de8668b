package io.threadlets.spring.advice;

import io.threadlets.spring.history.Trend;
import io.threadlets.spring.inspect.QueueView;
import io.threadlets.spring.queue.StoreLook;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a queue. The rules see nothing else.
 *
 * @param queue its numbers
 * @param trend what it did lately
 * @param works what runs, longest first
 * @param own how many of the waiting works each of its threads has submitted, by the thread's number
 * @param elsewhere where threads stand that hold locks and run no work, by their number
 * @param properties what the properties of the queue begin with; null if it is not made from properties
 * @param store what was seen of the queue's store some seconds ago; null for a queue without one
 * @param ends whether the application ends
 */
record Scene(
        QueueView queue,
        Trend trend,
        List<Standing> works,
        Map<Long, Integer> own,
        Map<Long, String> elsewhere,
        @Nullable String properties,
        @Nullable StoreLook store,
        boolean ends) {
    String name() {
        return queue.name();
    }

    /** The works that stand still. */
    List<Standing> stuck() {
        return works.stream().filter(Standing::isStuck).toList();
    }

    /** Those that stand still in a place of this kind. */
    List<Standing> stuckIn(Place.Kind kind) {
        return works.stream()
                .filter(work -> work.isStuck() && work.place().kind() == kind)
                .toList();
    }

    /** As threadlets.queues.mail.max-threads, or what the builder calls it. */
    String property(String key, String otherwise) {
        return properties == null ? "the queue's " + otherwise : properties + "." + key;
    }
}
