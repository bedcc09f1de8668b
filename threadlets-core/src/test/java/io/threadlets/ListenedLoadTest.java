package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What listeners hear of a queue's load, and of those who waited for room. */
@Timeout(60)
final class ListenedLoadTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong clock = new AtomicLong();

    private ThreadletQueue listenedTo(OnFull policy, int threads, int capacity) {
        final ThreadletQueue.Builder builder = ThreadletQueue.builder("q")
                .maxThreads(threads)
                .capacity(capacity)
                .onFull(policy)
                .listener(new ThreadletListener() {
                    @Override
                    public void submitted(ThreadletWork work, int busy, int queued, long nanoTime) {
                        heard.add(work.describe() + " " + busy + " busy " + queued + " queued at " + nanoTime);
                    }

                    @Override
                    public void blocked(ThreadletWork work, long blockedNanos) {
                        heard.add(work.describe() + " blocked " + blockedNanos);
                    }

                    @Override
                    public void rejected(ThreadletWork work, ThreadletRejectedException why) {
                        heard.add(work.describe() + " rejected " + why.reason());
                    }
                });
        builder.settings.nanoTime = clock::get;
        return queues.build(builder);
    }

    @Test
    void submitted_saysWhen_andHowManyThreadsAreBusyAndWorksWaitWithThisOne() {
        final ThreadletQueue queue = listenedTo(OnFull.REJECT, 2, 5);
        Queues.occupy(queue);
        Queues.occupy(queue);
        queue.submit(Probe.named("third"));
        clock.set(4);
        queue.submit(Probe.named("fourth"));
        assertThat(heard)
                .containsExactly(
                        "occupant 1 busy 0 queued at 0",
                        "occupant 2 busy 0 queued at 0",
                        "third 2 busy 1 queued at 0",
                        "fourth 2 busy 2 queued at 4");
    }

    @Test
    void submitted_whileThreadsAreIdle_countsOnlyThoseThatHaveAWork() {
        final ThreadletQueue queue = listenedTo(OnFull.REJECT, 3, 5);
        final Gate first = Queues.occupy(queue);
        final Gate second = Queues.occupy(queue);
        Queues.occupy(queue);
        first.open();
        second.open();
        Waits.until("two threads are idle", () -> queue.snapshot().idle() == 2);
        queue.submit(Probe.named("fourth"));
        assertThat(heard).endsWith("fourth 2 busy 0 queued at 0");
    }

    @Test
    void submitted_ofAWorkThatItsCallerRuns_saysTheSame() {
        final ThreadletQueue queue = listenedTo(OnFull.CALLER_RUNS, 1, 1);
        Queues.occupy(queue);
        queue.submit(Probe.named("second"));
        clock.set(9);
        queue.submit(Probe.named("here"));
        assertThat(heard).endsWith("second 1 busy 1 queued at 0", "here 1 busy 1 queued at 9");
    }

    @Test
    void blocked_isHeardOnceThereIsRoom_withTheTimeUntilThen() throws Exception {
        final ThreadletQueue queue = listenedTo(OnFull.BLOCK, 1, 0);
        final Gate gate = Queues.occupy(queue);
        final Probe probe = Probe.named("probe");
        final Submitter submitter = Submitter.blockedIn(queue, probe);
        clock.addAndGet(700);
        gate.open();
        submitter.awaitAccepted();
        assertThat(probe.awaitEnd().failure()).isNull();
        assertThat(heard)
                .containsExactly("occupant 1 busy 0 queued at 0", "probe blocked 700", "probe 1 busy 0 queued at 700");
    }

    @Test
    void blocked_ofASubmitterThatGivesUp_isHeardBeforeTheRejection() {
        final ThreadletQueue queue = listenedTo(OnFull.BLOCK, 1, 0);
        Queues.occupy(queue);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> queue.submit(Probe.named("interrupted"))).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(heard).hasSize(3).element(1).isEqualTo("interrupted blocked 0");
        assertThat(heard.get(2)).startsWith("interrupted rejected ");
    }

    @Test
    void blocked_isNotHeardOfASubmitterThatFindsRoom() {
        final ThreadletQueue queue = listenedTo(OnFull.BLOCK, 1, 1);
        Queues.occupy(queue);
        queue.submit(Probe.named("second"));
        assertThat(heard).noneMatch(event -> event.contains("blocked"));
    }
}
