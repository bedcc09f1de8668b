package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Works that have run far longer than such works do. */
final class FarBeyondMedian implements Rule {
    private static final int FAR = 20;
    private static final Duration LONG = Duration.ofSeconds(5);

    @Override
    public List<Finding> find(List<Scene> queues) {
        final List<Finding> found = new ArrayList<>();
        for (Scene scene : queues) {
            final List<Standing> slow =
                    scene.works().stream().filter(FarBeyondMedian::isSlow).toList();
            if (!slow.isEmpty()) {
                found.add(new Finding(Urgency.SUSPICION, scene.name(), sentence(scene, slow)));
            }
        }
        return found;
    }

    private static boolean isSlow(Standing work) {
        final Duration median = work.median();
        return median != null
                && work.elapsed().compareTo(LONG) >= 0
                && work.elapsed().compareTo(median.multipliedBy(FAR)) >= 0;
    }

    private static String sentence(Scene scene, List<Standing> slow) {
        if (slow.size() > 1) {
            return Words.queue(scene) + Words.works(scene, slow, "", "have run") + " at least " + FAR
                    + " times their median" + Words.where(slow) + ".";
        }
        final Standing work = slow.get(0);
        final Duration median = work.median() == null ? Duration.ZERO : work.median();
        return Words.queue(scene) + Words.work(work) + " has run " + QueueWords.age(work.elapsed()) + ", "
                + work.elapsed().toNanos() / Math.max(1, median.toNanos()) + " times its median of "
                + QueueWords.age(median) + ", on " + work.work().thread().getName() + Words.where(slow) + ".";
    }
}
