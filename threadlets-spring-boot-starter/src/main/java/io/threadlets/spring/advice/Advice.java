package io.threadlets.spring.advice;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What is wrong with the queues.
 *
 * @param verdict the most urgent of the findings, or that there is none
 * @param findings the most urgent first
 */
public record Advice(String verdict, List<Finding> findings) {
    /**
     * Something about a queue that somebody should know.
     *
     * @param urgency how soon
     * @param queue the name of the queue
     * @param sentence what it is, and what to change; names the queue
     */
    public record Finding(Urgency urgency, String queue, String sentence) {}

    /**
     * What is known of some queues.
     *
     * @param queues how many there are
     * @param findings in any order
     * @return them in order
     */
    static Advice of(int queues, Collection<Finding> findings) {
        final List<Finding> ordered =
                findings.stream().sorted(Comparator.comparing(Finding::urgency)).toList();
        if (!ordered.isEmpty()) {
            return new Advice(ordered.get(0).sentence(), ordered);
        }
        return new Advice(queues == 1 ? "The queue keeps up." : "All " + queues + " queues keep up.", ordered);
    }

    /**
     * What to know of one queue.
     *
     * @param queue its name
     * @return the sentences, the most urgent first
     */
    public List<String> about(String queue) {
        return findings.stream()
                .filter(finding -> finding.queue().equals(queue))
                .map(Finding::sentence)
                .toList();
    }
}
