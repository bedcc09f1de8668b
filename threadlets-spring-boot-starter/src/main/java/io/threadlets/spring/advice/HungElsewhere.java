package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works that wait for what is not in the application: a database, its connections, the network. */
final class HungElsewhere implements Rule {
    /** Where a queue has free threads, a call of another system may take so long before anybody is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public List<Finding> find(List<Scene> queues) {
        final List<Finding> found = new ArrayList<>();
        for (Scene scene : queues) {
            database(scene).ifPresent(found::add);
            connection(scene).ifPresent(found::add);
            network(scene).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Finding> database(Scene scene) {
        return finding(
                scene,
                unusual(scene, Place.Kind.DATABASE),
                Urgency.CAUSE,
                "for the database",
                "It does not answer. Look at it and at the network; a query or socket timeout of its driver limits such"
                        + " waits, and " + scene.property("timeout", "calls' timeout") + " those of callers.");
    }

    private static Optional<Finding> connection(Scene scene) {
        return finding(
                scene,
                scene.stuckIn(Place.Kind.CONNECTION),
                Urgency.BEHIND,
                "for a database connection",
                "The connection pool has none free. Raise its size, or lower "
                        + scene.property("max-threads", "maxThreads") + ", and look for who keeps connections.");
    }

    private static Optional<Finding> network(Scene scene) {
        final List<Standing> stuck = unusual(scene, Place.Kind.NETWORK);
        final boolean isBusy = scene.queue().busy() >= scene.queue().now().maxThreads();
        return finding(
                scene,
                stuck.size() == scene.works().size() && isBusy
                        ? stuck
                        : stuck.stream()
                                .filter(work -> work.elapsed().compareTo(PATIENCE) > 0)
                                .toList(),
                Urgency.CAUSE,
                "for an answer over the network",
                "Look at the other side; a read timeout of its client limits such waits, and "
                        + scene.property("timeout", "calls' timeout") + " those of callers.");
    }

    private static List<Standing> unusual(Scene scene, Place.Kind kind) {
        return scene.stuckIn(kind).stream().filter(Standing::isUnusual).toList();
    }

    private static Optional<Finding> finding(
            Scene scene, List<Standing> stuck, Urgency urgency, String forWhat, String advice) {
        return stuck.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        urgency,
                        scene.name(),
                        Words.queue(scene) + Words.works(scene, stuck, "has waited ", "have waited ") + forWhat
                                + " for " + Words.stood(stuck) + Words.where(stuck) + ". " + advice));
    }
}
