package io.threadlets.benchmarks;

/**
 * Taking back what has not begun, from the oldest on.
 *
 * <p><b>Workload.</b> That of {@link TakeBack}, but the tasks are taken back in the order in which they were submitted.
 * Beside that one it tells the algorithm's time from the memory's: tasks chosen at random among many are in no cache.
 *
 * <p><b>Rivals.</b> Those of {@link TakeBack}; the queue of a {@code ThreadPoolExecutor} has the oldest at hand.
 *
 * <p><b>Command.</b> {@code java -jar threadlets-benchmarks/target/benchmarks.jar benchmarks.TakeBackInOrder.}
 */
public class TakeBackInOrder extends TakeBack {
    @Override
    int choose(TinyTask[] all, int before) {
        return (before + TAKEN) % all.length;
    }
}
