package io.threadlets.spring.advice;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.history.Trend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** More works than threads, for longer than a moment; a flood, where more come than end or fit in. */
final class Overload implements Rule {
    private static final double CLEARLY_MORE = 1.2;

    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream().flatMap(scene -> finding(scene).stream()).toList();
    }

    private static Optional<Finding> finding(Scene scene) {
        final Trend trend = scene.trend();
        final long refused = trend.rejectedLately();
        if (trend.pausedFor() != null || scene.ends()) {
            return Optional.empty();
        }
        final Duration saturated = trend.saturatedFor();
        final String still = Standstill.of(scene).orElse(null);
        if (saturated == null || (refused == 0 && still == null && saturated.compareTo(Standing.STUCK) < 0)) {
            return refused == 0
                    ? Optional.empty()
                    : Optional.of(new Finding(
                            Urgency.REFUSING,
                            scene.name(),
                            scene.name() + " was flooded: " + QueueWords.works(refused)
                                    + " rejected in the last minute; it keeps up now." + raise(scene)));
        }
        final boolean isFlooded = isFlooded(trend);
        return Optional.of(new Finding(
                refused > 0 ? Urgency.REFUSING : still != null ? Urgency.STANDING : Urgency.SATURATED,
                scene.name(),
                scene.name() + (isFlooded ? " is flooded: " + rates(trend) + ", " : " is saturated: ")
                        + numbers(scene, isFlooded)
                        + (refused == 0 ? "" : ", " + QueueWords.works(refused) + " rejected in the last minute")
                        + (still == null ? drain(trend) : "; " + still) + "."
                        + (!isFlooded ? "" : isHeldUp(scene) ? " More threads would wait like these." : raise(scene))));
    }

    /** Works that have all come at once are no flood any more when nothing follows. */
    private static boolean isFlooded(Trend trend) {
        return trend.pace().refused() > 0
                || (trend.latest().in() > 0
                        && trend.pace().in() > CLEARLY_MORE * trend.pace().out());
    }

    private static String rates(Trend trend) {
        return Words.rate(trend.pace().sent()) + " works a second come and "
                + Words.rate(trend.pace().out()) + " end";
    }

    /** Whether most of the works wait for something that more threads would wait for too. */
    private static boolean isHeldUp(Scene scene) {
        final long held = scene.stuck().stream()
                .filter(Standing::isUnusual)
                .filter(work -> Place.ELSEWHERE.contains(work.place().kind()) || OneLock.isHeldUp(work))
                .count();
        return 2 * held > scene.works().size();
    }

    private static String numbers(Scene scene, boolean withRoom) {
        final QueueSnapshot now = scene.queue().now();
        final Duration oldest = scene.queue().oldestQueued();
        return scene.queue().busy() + " of " + now.maxThreads() + " threads busy, " + now.queued()
                + (withRoom && scene.queue().isBounded() ? " of " + now.capacity() : "") + " waiting"
                + (oldest == null ? "" : ", oldest " + QueueWords.age(oldest));
    }

    private static String drain(Trend trend) {
        final Duration drain = trend.drain();
        return drain == null ? "" : "; at this pace it drains in " + QueueWords.age(drain);
    }

    private static String raise(Scene scene) {
        return " Raise " + scene.property("max-threads", "maxThreads") + ", or send less.";
    }
}
