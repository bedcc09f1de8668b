package io.threadlets.spring.advice;

import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.queue.StoreLook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stored calls that have failed for good, and wait for somebody. */
final class DeadCalls implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(scene -> dead(scene.store()) > 0)
                .map(scene -> new Finding(Urgency.SUSPICION, scene.name(), sentence(scene, dead(scene.store()))))
                .toList();
    }

    private static long dead(@Nullable StoreLook store) {
        final Snapshot now = store == null ? null : store.numbers();
        return now == null ? 0 : now.dead();
    }

    private static String sentence(Scene scene, long dead) {
        return Words.queue(scene)
                + (dead == 1
                        ? "1 stored call is dead: it has failed for good, and is"
                        : dead + " stored calls are dead: they have failed for good, and are")
                + " kept for as long as " + scene.property("keep-dead", "time for dead calls") + " says. Look at "
                + scene.name()
                + "/stored?state=dead, then retry or delete " + (dead == 1 ? "it." : "them.");
    }
}
