package io.threadlets.spring.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of works from listening to their queue. */
class WorkHistoriesTests {
    private final WorkHistories histories = new WorkHistories();

    @Test
    void medianIsTheMiddleOfThoseThatRan() {
        final var listener = histories.listenerFor("mail");
        final ThreadletWork work = ThreadletWork.of(() -> {});
        final String description = work.describe();
        for (int i = 0; i < 19; i++) {
            listener.finished(work, millis(i < 10 ? 100 : 3_000), null);
        }
        assertThat(histories.median("mail", description)).as("too few").isNull();
        listener.finished(work, millis(100), null);
        assertThat(millisOf(description)).isCloseTo(100, within(15L));
        for (int i = 0; i < 5; i++) {
            listener.finished(work, millis(3_000), null);
            listener.finished(work, 1, new IllegalStateException("what fails at once tells nothing"));
        }
        assertThat(millisOf(description)).isCloseTo(3_000, within(400L));
        assertThat(histories.median("disk", description)).isNull();
        assertThat(histories.median("mail", "another")).isNull();
    }

    @Test
    void shortWorksCountForAsManyAsThereWere() {
        final var listener = histories.listenerFor("mail");
        final ThreadletWork work = ThreadletWork.of(() -> {});
        for (int i = 0; i < 10_000; i++) {
            listener.finished(work, 1_000, null);
        }
        for (int i = 0; i < 2_000; i++) {
            listener.finished(work, millis(5), null);
        }
        assertThat(histories.median("mail", work.describe())).isLessThan(Duration.ofNanos(1_300));
    }

    @Test
    void waitingWorkIsKnownByTheThreadOfItsQueueThatSubmittedIt() throws Exception {
        try (ThreadletQueue queue = ThreadletQueue.builder("mail")
                .maxThreads(1)
                .listener(histories.listenerFor("mail"))
                .build()) {
            final Gate gate = new Gate();
            final ThreadletWork own = ThreadletWork.of(() -> {});
            final ThreadletWork taken = ThreadletWork.of(() -> {});
            final ThreadletWork others = ThreadletWork.of(() -> {});
            final AtomicReference<Thread> thread = new AtomicReference<>();
            final ThreadletFuture<@Nullable Void> outer = queue.submit(() -> {
                thread.set(Thread.currentThread());
                queue.submit(own);
                queue.submit(taken);
                gate.run();
            });
            gate.awaitReached();
            queue.submit(others);
            assertThat(histories.hasOwn("mail")).isTrue();
            assertThat(histories.submitter("mail", own)).isSameAs(thread.get());
            assertThat(histories.submitter("mail", others)).isNull();
            queue.dequeue(taken);
            assertThat(histories.submitter("mail", taken)).isNull();
            gate.open();
            assertThat(outer).succeedsWithin(20, TimeUnit.SECONDS);
            await().until(() ->
                    List.of(own.state(), others.state()).stream().allMatch(ThreadletWork.State.SUCCEEDED::equals));
            assertThat(histories.hasOwn("mail")).isFalse();
        }
    }

    private long millisOf(String description) {
        final Duration median = histories.median("mail", description);
        assertThat(median).isNotNull();
        return median.toMillis();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
