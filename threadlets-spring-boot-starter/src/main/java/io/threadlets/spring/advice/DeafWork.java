package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Works that were cancelled, and go on. */
final class DeafWork implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        final List<Finding> found = new ArrayList<>();
        for (Scene scene : queues) {
            final List<Standing> deaf = scene.works().stream()
                    .filter(work ->
                            work.cancelledFor() != null && work.cancelledFor().compareTo(Standing.STUCK) >= 0)
                    .toList();
            if (!deaf.isEmpty()) {
                found.add(new Finding(Urgency.CAUSE, scene.name(), sentence(scene, deaf)));
            }
        }
        return found;
    }

    private static String sentence(Scene scene, List<Standing> deaf) {
        final List<Duration> since = deaf.stream()
                .map(work -> Objects.requireNonNull(work.cancelledFor()))
                .toList();
        final boolean isOne = deaf.size() == 1;
        final boolean isSpared = deaf.stream().noneMatch(work -> work.work().cancellable());
        return Words.queue(scene) + Words.works(scene, deaf, "was cancelled ", "were cancelled ") + Words.times(since)
                + " ago and " + (isOne ? "still runs" : "still run")
                + (isOne ? " on " + deaf.get(0).work().thread().getName() : "") + Words.where(deaf) + ": "
                + (isSpared
                        ? (isOne ? "it is" : "they are") + " not interrupted (interrupt: false)"
                        : isOne ? "its body ignores the interrupt" : "their bodies ignore the interrupt")
                + ". " + (isOne ? "Its thread is" : "Their threads are") + " not free until "
                + (isOne ? "it ends." : "they end.");
    }
}
