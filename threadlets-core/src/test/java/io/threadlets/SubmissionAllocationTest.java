package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A work that is submitted again and again allocates nothing by it, as the JVM counts it for the submitting thread. */
final class SubmissionAllocationTest {
    private static final int SUBMISSIONS = 20_000;
    private static final Executor HERE = Runnable::run;

    @RegisterExtension
    final Queues queues = new Queues();

    /** By reflection, as this module does not need that one. */
    private static long allocatedBytes() throws Exception {
        final Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }

    @SuppressWarnings("ThreadPriorityCheck") // there may be one processor
    private static void submit(ThreadletQueue queue, ThreadletWork work, boolean withHome) {
        for (int i = 0; i < SUBMISSIONS; i++) {
            if (withHome) {
                queue.submit(work, HERE);
            } else {
                queue.submit(work);
            }
            while (work.state() != ThreadletWork.State.SUCCEEDED) { // allocates nothing itself
                Thread.yield();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void submit_ofTheSameWorkAgainAndAgain_allocatesNothing(boolean withHome, boolean times) throws Exception {
        final ThreadletQueue queue =
                queues.build(ThreadletQueue.builder("q").maxThreads(1).times(times));
        final ThreadletWork work = ThreadletWork.of(() -> {});
        submit(queue, work, withHome);
        final long before = allocatedBytes();
        submit(queue, work, withHome);
        assertThat(allocatedBytes() - before).isLessThan(SUBMISSIONS);
    }
}
