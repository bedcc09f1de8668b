package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.queue.StoreLook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store that does not answer. */
final class LostStore implements Rule {
    @Override
    public List<Finding> find(List<Scene> queues) {
        final List<Finding> found = new ArrayList<>();
        for (Scene scene : queues) {
            final StoreLook store = scene.store();
            if (store != null && !store.isReachable() && !scene.ends()) {
                found.add(new Finding(Urgency.CAUSE, scene.name(), sentence(scene, store)));
            }
        }
        return found;
    }

    private static String sentence(Scene scene, StoreLook store) {
        final Duration down = store.downFor();
        return Words.queue(scene) + "its store " + store.title() + " cannot be reached"
                + (down == null ? "" : ", for " + QueueWords.age(down))
                + ". Calls cannot be sent, and none is run, until it can. Look at the database and at the network.";
    }
}
