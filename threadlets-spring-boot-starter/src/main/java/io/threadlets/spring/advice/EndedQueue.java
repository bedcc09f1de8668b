package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.inspect.QueueState;
import java.util.List;

/** A queue that was shut down while its application goes on. */
final class EndedQueue implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(scene -> scene.queue().state() == QueueState.CLOSED && !scene.ends())
                .map(scene -> new Finding(
                        Urgency.ENDED,
                        scene.name(),
                        Words.queue(scene) + "it was shut down and accepts nothing any more, while the application goes"
                                + " on. Look for who calls its shutdown or close."))
                .toList();
    }
}
