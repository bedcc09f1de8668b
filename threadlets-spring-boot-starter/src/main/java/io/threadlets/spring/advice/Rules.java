package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import java.util.List;

/** All rules. */
final class Rules {
    private Rules() {}

    /** @param queues all queues */
    static Advice judge(List<Scene> queues) {
        final List<Rule> rules = List.of(
                new Deadlock(),
                new OwnQueue(),
                new EndedQueue(),
                new LostStore(),
                new HungElsewhere(),
                new DeafWork(),
                new OneLock(),
                new PausedQueue(),
                new Overload(),
                new FarBeyondMedian(),
                new GrowingRoom(),
                new DeadCalls(),
                new OrphanedCalls(),
                new IdleNeighbour(),
                new UnusedMaximum());
        final List<Finding> found =
                rules.stream().flatMap(rule -> rule.find(queues).stream()).toList();
        return Advice.of(queues.size(), found);
    }
}
