package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.history.Trend.Lately;
import java.time.Duration;
import java.util.List;

/** A waiting room without a bound that grows. */
final class GrowingRoom implements Rule {
    private static final int MANY = 100;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(GrowingRoom::isGrowing)
                .map(scene -> new Finding(Urgency.SUSPICION, scene.name(), sentence(scene)))
                .toList();
    }

    private static boolean isGrowing(Scene scene) {
        final Lately lately = scene.trend().lately();
        final int queued = scene.queue().now().queued();
        return !scene.queue().isBounded()
                && lately.isGrowing()
                && lately.time().compareTo(LONG_ENOUGH) >= 0
                && queued >= MANY
                && queued > lately.queuedBefore();
    }

    private static String sentence(Scene scene) {
        final Lately lately = scene.trend().lately();
        return Words.queue(scene) + Words.waiting(scene.queue().now().queued()) + ", "
                + (lately.queuedBefore() == 0 ? "none" : String.valueOf(lately.queuedBefore())) + " did "
                + QueueWords.age(lately.time()) + " ago, and nothing limits them. Set "
                + scene.property("capacity", "capacity") + ", before the memory does.";
    }
}
