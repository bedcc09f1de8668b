package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Works that run longer than they should. */
@ExtendWith(OutputCaptureExtension.class)
class SlowWorksTests {
    @Test
    void slowWorkIsReportedWithWhereItStandsAndAgainWhenItHasEnded(CapturedOutput output) {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.disk.slow-after=20ms", "threadlets.defaults.slow-after=0")
                .run(context -> {
                    final Gate quick = new Gate();
                    context.getBean("global", ThreadletQueue.class).submit(ThreadletWork.of(quick));
                    final Gate slow = new Gate();
                    context.getBean("disk", ThreadletQueue.class).submit(ThreadletWork.of(slow));
                    await().until(() -> output.getAll().contains("has run"));
                    assertThat(output)
                            .containsPattern("disk: work \\d+ '" + Gate.class.getName()
                                    + "' has run \\S+ m?s on thread disk-1, at "
                                    + Gate.class.getName() + "\\.\\w+\\(Gate\\.java:\\d+\\); stack follows")
                            .contains("Raise threadlets.queues.disk.slow-after")
                            .contains(Gate.class.getName() + ".run(Gate.java:");
                    slow.open();
                    await().until(() -> output.getAll().contains("was reported slow)"));
                    quick.open();
                    assertThat(output)
                            .containsPattern("INFO.*disk: work \\d+ finished after \\S+ m?s \\(was reported slow\\)")
                            .doesNotContain("global: work");
                });
    }

    @Test
    void slowWorkIsReportedAgainOnlyWhenItsTimeHasDoubledAndWithoutItsStack(CapturedOutput output) {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.disk.slow-after=20ms")
                .run(context -> {
                    final Gate slow = new Gate();
                    context.getBean("disk", ThreadletQueue.class).submit(ThreadletWork.of(slow));
                    await().until(() -> reports(output) >= 3);
                    assertThat(reports(output)).as("not one each look").isLessThan(20);
                    assertThat(output.getAll().split("stack follows", -1)).hasSize(2);
                    assertThat(output.getAll().split("The stack of disk-1", -1)).hasSize(2);
                    slow.open();
                });
    }

    @Test
    void slowWorkThatWasSubmittedAgainBeforeItHadCompletedIsReportedForOneOfItsThreads(CapturedOutput output) {
        final Duration longEnough = Duration.ofMillis(300);
        final Gate body = new Gate();
        final Gate completing = new Gate();
        try (ThreadletQueue queue = ThreadletQueue.builder("disk").times(true).build()) {
            queue.submit(new ThreadletWork() {
                private final AtomicInteger runs = new AtomicInteger();

                @Override
                protected void run() {
                    if (runs.incrementAndGet() == 2) {
                        body.run();
                    }
                }

                @Override
                protected void completed(@Nullable Throwable failure) {
                    if (runs.get() == 1) {
                        queue.submit(this);
                        completing.run();
                    }
                }
            });
            await().until(() -> queue.running().stream()
                            .filter(work -> longEnough.minus(work.elapsed()).isNegative())
                            .count()
                    == 2);
            final SlowWorks slow = new SlowWorks(
                    new NamedQueue("disk", queue, queue),
                    Duration.ofMillis(1),
                    "some.property",
                    new WorkIds(),
                    (name, work) -> null);
            for (int i = 0; i < 5; i++) {
                slow.run();
            }
            assertThat(reports(output)).as("not one each look").isBetween(1, 3);
            body.open();
            completing.open();
        }
    }

    @Test
    void reportSaysWhatSuchWorksUsuallyTakeAndTheLastLineHowManyAreStillSlow(CapturedOutput output) throws Exception {
        final Gate first = new Gate();
        final Gate second = new Gate();
        try (ThreadletQueue queue = ThreadletQueue.builder("mail").times(true).build()) {
            queue.submit(ThreadletWork.of(first));
            queue.submit(ThreadletWork.of(second));
            first.awaitReached();
            second.awaitReached();
            final SlowWorks slow = new SlowWorks(
                    new NamedQueue("mail", queue, queue),
                    Duration.ofNanos(1),
                    "some.property",
                    new WorkIds(),
                    (name, work) ->
                            name.equals("mail") && work.equals(Gate.class.getName()) ? Duration.ofMillis(100) : null);
            slow.run();
            assertThat(output).contains(" (its median is 100 ms), at ");
            first.open();
            await().until(() -> queue.running().size() == 1);
            slow.run();
            assertThat(output).contains("(was reported slow; 1 other still slow)");
            second.open();
        }
    }

    private static int reports(CapturedOutput output) {
        return output.getAll().split("has run", -1).length - 1;
    }
}
