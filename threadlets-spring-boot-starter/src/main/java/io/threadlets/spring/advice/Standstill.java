package io.threadlets.spring.advice;

import io.threadlets.spring.inspect.LockView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All threads of a queue stand while works wait, whatever it is that they wait for. */
final class Standstill {
    private Standstill() {}

    /** As {@code all 8 running works have not moved for 3 s and longer …}; empty if some of them move. */
    static Optional<String> of(Scene scene) {
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
        return Optional.of(Words.works(scene, stuck, "has not moved for ", "have not moved for ")
                + Words.stood(stuck)
                + Words.where(stuck)
                + (lock == null ? "" : ", waiting for " + lock));
    }

    private static @Nullable String commonLock(List<Standing> works) {
        final List<String> locks = works.stream()
                .flatMap(work -> Optional.ofNullable(work.work().waitingFor()).map(LockView::lock).stream())
                .distinct()
                .toList();
        return locks.size() == 1 ? locks.get(0) : null;
    }
}
