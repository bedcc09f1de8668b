package io.threadlets.spring.advice;

import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.queue.StoreLook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stored calls of methods that this instance does not have: of a newer version, or of one that is gone. */
final class OrphanedCalls implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        return queues.stream()
                .filter(scene -> orphaned(scene.store()) > 0)
                .map(scene -> new Finding(Urgency.HINT, scene.name(), sentence(scene, orphaned(scene.store()))))
                .toList();
    }

    private static long orphaned(@Nullable StoreLook store) {
        final Snapshot now = store == null ? null : store.numbers();
        return now == null ? 0 : now.orphaned();
    }

    private static String sentence(Scene scene, long orphaned) {
        return Words.queue(scene)
                + (orphaned == 1
                        ? "1 stored call is of a method that this instance does not know. It waits"
                        : orphaned + " stored calls are of methods that this instance does not know. They wait")
                + " for an instance that does, as there is during a deployment. If there is none any more, look at "
                + scene.name() + "/stored?state=orphaned: give the method its old name (@Threadlet(name = …)), or"
                + " delete the calls.";
    }
}
