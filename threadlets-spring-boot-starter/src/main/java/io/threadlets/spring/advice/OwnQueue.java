package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import java.util.List;

/**
 * Works that wait for works of their own queue, which cannot start: each thread of the queue stands in a future, and a
 * work whose future somebody waits for was submitted by one of them. (A work that waits for one future of its own queue
 * runs what is behind it. It cannot do that for what futures are derived from, as by {@code allOf}.)
 */
final class OwnQueue implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(OwnQueue::isStarved)
                .map(OwnQueue::finding)
                .toList();
    }

    private static boolean isStarved(Scene scene) {
        final int running = scene.works().size();
        return running > 0
                && scene.queue().now().idle() == 0
                && scene.queue().now().queued() > 0
                && scene.stuckIn(Place.Kind.FUTURE).size() == running
                && scene.works().stream()
                        .anyMatch(work -> scene.own().containsKey(work.work().threadId()));
    }

    private static Finding finding(Scene scene) {
        final int waiting = scene.queue().now().queued();
        final int running = scene.works().size();
        return new Finding(
                Urgency.DEADLOCK,
                scene.name(),
                Words.queue(scene)
                        + (running == 1
                                ? "its only running work waits for works of the same queue"
                                : "all " + running + " running works wait for works of the same queue")
                        + "; "
                        + (waiting == 1 ? "1 waiting work" : waiting + " waiting works")
                        + " cannot start. Use another queue for the inner works. "
                        + (running == 1 ? "It stands at " : "Most stand at ") + Words.mostFrequent(scene.works())
                        + ".");
    }
}
