package io.threadlets.spring.advice;

import static java.util.stream.Collectors.groupingBy;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.inspect.LockView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Works that wait for one lock, and who holds it. */
final class OneLock implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        final Map<Long, Standing> byThread = new HashMap<>();
        queues.forEach(scene ->
                scene.works().forEach(work -> byThread.putIfAbsent(work.work().threadId(), work)));
        final List<Finding> found = new ArrayList<>();
        for (Scene scene : queues) {
            final Map<String, List<Standing>> byLock = scene.stuck().stream()
                    .filter(OneLock::isHeldUp)
                    .collect(groupingBy(
                            work -> lock(work).lock(), LinkedHashMap::new, java.util.stream.Collectors.toList()));
            byLock.values().forEach(works -> found.add(finding(scene, works, byThread)));
        }
        return found;
    }

    /** By another thread. */
    static boolean isHeldUp(Standing work) {
        final LockView lock = work.work().waitingFor();
        return lock != null && lock.holderId() >= 0;
    }

    private static LockView lock(Standing work) {
        return Objects.requireNonNull(work.work().waitingFor());
    }

    private static Finding finding(Scene scene, List<Standing> works, Map<Long, Standing> byThread) {
        final LockView lock = lock(works.get(0));
        return new Finding(
                Urgency.BEHIND,
                scene.name(),
                Words.queue(scene) + Words.works(scene, works, "has waited", "have waited") + " for the lock "
                        + lock.lock() + " for " + Words.stood(works) + Words.where(works) + ". It is held by "
                        + holder(scene, lock, byThread.get(lock.holderId())) + ".");
    }

    private static String holder(Scene scene, LockView lock, @Nullable Standing work) {
        final String at = work == null
                ? scene.elsewhere().get(lock.holderId())
                : work.place().at();
        return (work == null ? "" : Words.work(work) + " on ") + "thread " + lock.heldBy()
                + (at == null ? "" : ", at " + at);
    }
}
