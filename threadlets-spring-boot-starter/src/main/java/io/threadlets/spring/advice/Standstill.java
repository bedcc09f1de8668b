package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.inspect.LockView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All threads of a queue stand while works wait, whatever it is that they wait for. */
final class Standstill implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream().flatMap(scene -> finding(scene).stream()).toList();
    }

    private static Optional<Finding> finding(Scene scene) {
        final List<Standing> stuck = scene.stuck().stream()
                .filter(work ->
                        work.place().kind() == Place.Kind.OTHER || work.place().kind() == Place.Kind.FUTURE)
                .filter(Standing::isUnusual)
                .toList();
        if (scene.trend().saturatedFor() == null
                || stuck.isEmpty()
                || stuck.size() < scene.works().size()) {
            return Optional.empty();
        }
        final String lock = commonLock(stuck);
        return Optional.of(new Finding(
                Urgency.STANDING,
                scene.name(),
                Words.queue(scene) + Words.works(scene, stuck, "has not moved for ", "have not moved for ")
                        + Words.stood(stuck) + Words.where(stuck)
                        + (lock == null ? "" : ", waiting for " + lock) + "; "
                        + Words.waiting(scene.queue().now().queued()) + " behind "
                        + (stuck.size() == 1 ? "it." : "them.")));
    }

    private static @Nullable String commonLock(List<Standing> works) {
        final List<String> locks = works.stream()
                .flatMap(work -> Optional.ofNullable(work.work().waitingFor()).map(LockView::lock).stream())
                .distinct()
                .toList();
        return locks.size() == 1 ? locks.get(0) : null;
    }
}
