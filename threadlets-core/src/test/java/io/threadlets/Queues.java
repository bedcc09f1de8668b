package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The queues of one test and the failures that reach the uncaught-exception handler. After the test every queue is
 * stopped, its sums must add up, and no failure may be left that the test did not expect.
 */
final class Queues implements BeforeEachCallback, AfterEachCallback {
    private final List<ThreadletQueue> built = new ArrayList<>();
    private final BlockingQueue<Uncaughted> uncaught = new LinkedBlockingQueue<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    /** A failure and the thread whose handler got it. */
    record Uncaughted(Thread thread, Throwable failure) {}

    ThreadletQueue build(ThreadletQueue.Builder builder) {
        final ThreadletQueue queue = builder.build();
        built.add(queue);
        return queue;
    }

    ThreadletQueue ofThreads(String name, int maxThreads) {
        return build(ThreadletQueue.builder(name).maxThreads(maxThreads));
    }

    /** With one thread, so that one gate holds up all that follows. */
    ThreadletQueue single(String name) {
        return ofThreads(name, 1);
    }

    /** Occupies a thread of the queue until the gate is opened. */
    static Gate occupy(ThreadletQueue queue) {
        final Gate gate = new Gate();
        queue.submit(new Probe("occupant", gate::pass));
        gate.awaitEntered();
        return gate;
    }

    /** The next failure that nobody else got. */
    Uncaughted takeUncaught() {
        return Waits.take(uncaught);
    }

    boolean noneUncaught() {
        return uncaught.isEmpty();
    }

    /** Waits until all that was accepted has ended, completions on the queue's threads included. */
    static void drain(ThreadletQueue queue) {
        queue.shutdown();
        awaitTermination(queue);
    }

    static void awaitTermination(ThreadletQueue queue) {
        try {
            assertThat(queue.awaitTermination(Waits.LONG))
                    .as("%s terminated in time", queue)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for termination", e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(new Uncaughted(thread, failure)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Thread.interrupted(); // a test that fails may leave it
        try {
            for (ThreadletQueue queue : built) {
                queue.shutdownNow();
                awaitTermination(queue);
                final QueueSnapshot end = queue.snapshot();
                assertThat(end.cur()).as("threads at the end").isZero();
                assertThat(end.succeeded() + end.failed() + end.dequeued())
                        .as("what became of the accepted works of %s", end)
                        .isEqualTo(end.submitted());
            }
            assertThat(uncaught).as("failures that nobody expected").isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
