package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.List;

/** A queue that somebody has paused, and perhaps forgotten. */
final class PausedQueue implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(scene -> scene.trend().pausedFor() != null && !scene.ends())
                .map(PausedQueue::finding)
                .toList();
    }

    private static Finding finding(Scene scene) {
        final int queued = scene.queue().now().queued();
        final long refused = scene.trend().rejectedLately();
        final Duration paused = scene.trend().pausedFor();
        return new Finding(
                queued + refused > 0 ? Urgency.PAUSED : Urgency.HINT,
                scene.name(),
                Words.queue(scene) + "it has been paused for " + QueueWords.age(paused == null ? Duration.ZERO : paused)
                        + " and starts nothing; " + (queued == 0 ? "nothing waits" : Words.waiting(queued))
                        + (refused == 0 ? "" : ", " + QueueWords.works(refused) + " rejected in the last minute")
                        + ". Resume it.");
    }
}
