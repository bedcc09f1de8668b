package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
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
                            .containsPattern("disk: " + Gate.class.getName() + " has run \\S+ m?s on thread disk-1, at "
                                    + Gate.class.getName() + "\\.\\w+\\(Gate\\.java:\\d+\\); stack follows")
                            .contains("Raise threadlets.queues.disk.slow-after")
                            .contains(Gate.class.getName() + ".run(Gate.java:");
                    slow.open();
                    await().until(() -> output.getAll().contains("reported slow, has ended"));
                    quick.open();
                    assertThat(output).doesNotContain("global: " + Gate.class.getName());
                });
    }

    @Test
    void slowWorkIsReportedAgainOnlyWhenItsTimeHasDoubled(CapturedOutput output) {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.disk.slow-after=20ms")
                .run(context -> {
                    final Gate slow = new Gate();
                    context.getBean("disk", ThreadletQueue.class).submit(ThreadletWork.of(slow));
                    await().until(() -> reports(output) >= 3);
                    assertThat(reports(output)).as("not one each look").isLessThan(20);
                    slow.open();
                });
    }

    private static int reports(CapturedOutput output) {
        return output.getAll().split("has run", -1).length - 1;
    }
}
