package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.config.SettingsResolver;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A queue rejects works while others have nothing to do. */
final class IdleNeighbour implements Rule {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(55);

    @Override
    public List<Finding> find(List<Scene> queues) {
        final List<Scene> idle = queues.stream().filter(IdleNeighbour::isIdle).toList();
        return idle.isEmpty()
                ? List.of()
                : queues.stream()
                        .filter(scene -> scene.trend().rejectedLately() > 0
                                && scene.trend().pausedFor() == null)
                        .map(scene -> new Finding(Urgency.HINT, scene.name(), sentence(scene, idle)))
                        .toList();
    }

    /** For as long as it was looked at. The one that is always there is often not used at all. */
    private static boolean isIdle(Scene scene) {
        return !scene.name().equals(SettingsResolver.GLOBAL)
                && scene.trend().lately().time().compareTo(LONG_ENOUGH) >= 0
                && scene.trend().lately().submitted() == 0
                && scene.queue().busy() == 0
                && scene.queue().now().queued() == 0;
    }

    private static String sentence(Scene scene, List<Scene> idle) {
        final String others = idle.stream()
                .map(other -> "'" + other.name() + "' (" + other.queue().now().maxThreads() + ")")
                .collect(Collectors.joining(", "));
        return Words.queue(scene) + QueueWords.works(scene.trend().rejectedLately())
                + " rejected in the last minute, in which "
                + (idle.size() == 1 ? "the queue " + others + " had" : "the queues " + others + " had")
                + " nothing to do. Give " + scene.property("max-threads", "maxThreads") + " some of "
                + (idle.size() == 1 ? "its" : "their") + " threads.";
    }
}
