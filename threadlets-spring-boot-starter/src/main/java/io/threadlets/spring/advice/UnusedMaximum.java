package io.threadlets.spring.advice;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.config.SettingsResolver;
import java.time.Duration;
import java.util.List;

/** A queue that never needed half of the threads that it may have. */
final class UnusedMaximum implements Rule {
    private static final Duration LONG_ENOUGH = Duration.ofHours(24);
    private static final int SOME_WORKS = 1_000;

    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(UnusedMaximum::isUnused)
                .map(scene -> new Finding(Urgency.HINT, scene.name(), sentence(scene)))
                .toList();
    }

    private static boolean isUnused(Scene scene) {
        final QueueSnapshot now = scene.queue().now();
        return !scene.name().equals(SettingsResolver.GLOBAL)
                && scene.trend().known().compareTo(LONG_ENOUGH) >= 0
                && now.submitted() >= SOME_WORKS
                && now.largest() * 2 < now.maxThreads();
    }

    private static String sentence(Scene scene) {
        final QueueSnapshot now = scene.queue().now();
        return Words.queue(scene) + "it may have " + now.maxThreads() + " threads, and never had more than "
                + now.largest() + " in " + QueueWords.age(scene.trend().known()) + ". "
                + scene.property("max-threads", "maxThreads") + " can be lower.";
    }
}
