package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A caller that runs a work is listed, and interrupted during the body alone. */
@Timeout(60)
final class BusyCallerTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private final Gate completing = new Gate();
    private final List<String> interrupted = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shutdownNow_whileACallerIsInABody_interruptsThatAndNotItsCompleted() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Gate body = new Gate();
        final Probe work = new Probe("work", () -> {
            try {
                body.pass();
            } catch (InterruptedException e) {
                interrupted.add("body");
            }
        });
        final Submitter submitter = Submitter.starting(queue, work);
        body.awaitEntered();
        assertThat(queue.running())
                .filteredOn(running -> running.thread() == submitter)
                .extracting(RunningWork::work)
                .containsExactly(work);
        assertThat(queue.owns(submitter)).isFalse();
        assertThat(queue.shutdownNow()).isEmpty();
        assertThat(work.awaitEnd().interrupted()).as("in completed").isFalse();
        submitter.awaitAccepted();
        assertThat(submitter.interruptedAfterwards).isFalse();
        assertThat(interrupted).containsExactly("body");
    }

    @Test
    void shutdownNow_whileACallerIsInCompleted_doesNotInterruptIt() throws Exception {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder("q").maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        final Probe work = Probe.named("work").then(end -> {
            completing.passWithoutInterrupts();
            interrupted.add("in completed: " + Thread.currentThread().isInterrupted());
        });
        final Submitter submitter = Submitter.starting(queue, work);
        completing.awaitEntered();
        assertThat(queue.shutdownNow()).isEmpty();
        completing.open();
        submitter.awaitAccepted();
        assertThat(submitter.interruptedAfterwards).isFalse();
        assertThat(interrupted).containsExactly("in completed: false");
    }
}
