package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.threadlets.OnFull;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Queues that have no room. */
@ExtendWith(OutputCaptureExtension.class)
class FullQueueTests {
    private static final String FULL = "mail: full:";
    private static final String OVER = "mail: no longer full";

    private final AtomicLong clock = new AtomicLong(77);

    private FullQueue watched(ThreadletQueue queue) {
        return new FullQueue(queue, "Raise it.", clock::get);
    }

    @Test
    void queueThatRefusesIsReportedOnceWithItsNumbersAndAgainWhenThatIsOver(CapturedOutput output) {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.mail.max-threads=1", "threadlets.queues.mail.capacity=1")
                .run(context -> {
                    final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
                    final Gate gate = new Gate();
                    mail.executor().execute(gate);
                    gate.awaitReached();
                    mail.executor().execute(() -> {}); // waits
                    assertThatExceptionOfType(ThreadletRejectedException.class)
                            .isThrownBy(() -> mail.submit(() -> "refused"));
                    await().atMost(20, TimeUnit.SECONDS)
                            .until(() -> output.getOut().contains(FULL));
                    assertThat(output)
                            .containsPattern("WARN.*mail: full: 1 of 1 threads busy, 1 of 1 waiting, 1 work refused\\."
                                    + " Longest running: " + Gate.class.getName() + ", \\S+ m?s\\. Raise"
                                    + " threadlets.queues.mail.capacity or threadlets.queues.mail.max-threads, or set"
                                    + " threadlets.queues.mail.on-full to caller-runs or block\\.");
                    gate.open();
                    await().atMost(20, TimeUnit.SECONDS)
                            .until(() -> output.getOut().contains(OVER));
                    assertThat(reports(FULL, output)).isOne();
                });
    }

    @Test
    void queueThatRunsWorksInTheirCallersIsReported(CapturedOutput output) throws Exception {
        try (ThreadletQueue mail = ThreadletQueue.builder("mail")
                .maxThreads(1)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .build()) {
            final FullQueue watched = watched(mail);
            final Gate own = new Gate();
            final Gate callers = new Gate();
            mail.executor().execute(own);
            own.awaitReached();
            watched.run();
            assertThat(output).as("busy, but nobody was sent away").doesNotContain(FULL);
            final Thread caller = new Thread(() -> mail.executor().execute(callers));
            caller.start();
            callers.awaitReached();
            watched.run();
            watched.run();
            assertThat(output).contains("mail: full: 1 of 1 threads busy, 0 of 0 waiting, works run in their callers.");
            callers.open();
            caller.join();
            watched.run();
            assertThat(output).contains(OVER);
            assertThat(reports(FULL, output)).isOne();
            own.open();
        }
    }

    @Test
    void queueThatIsFullNowAndThenIsReportedOnceAMinuteWithAllThatItRefused(CapturedOutput output) throws Exception {
        try (ThreadletQueue mail =
                ThreadletQueue.builder("mail").maxThreads(1).capacity(0).build()) {
            final FullQueue watched = watched(mail);
            final Gate gate = new Gate();
            mail.executor().execute(gate);
            gate.awaitReached();
            for (int second = 0; second < 59; second++) {
                if (second % 2 == 0) {
                    refuse(mail);
                }
                watched.run();
                clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
            assertThat(reports(FULL, output)).isOne();
            assertThat(reports(OVER, output)).isOne();
            assertThat(output).contains("0 of 0 waiting, 1 work refused").contains("no longer full, after 1 s");
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            refuse(mail);
            watched.run();
            assertThat(reports(FULL, output)).isEqualTo(2);
            assertThat(output).contains("0 of 0 waiting, 30 works refused");
            gate.open();
        }
    }

    @Test
    void queueThatIsShutDownIsNotFull(CapturedOutput output) {
        final ThreadletQueue mail = ThreadletQueue.builder("mail").build();
        mail.shutdown();
        refuse(mail);
        watched(mail).run();
        assertThat(output).doesNotContain(FULL);
    }

    private static void refuse(ThreadletQueue queue) {
        assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(() -> queue.submit(() -> "refused"));
    }

    private static int reports(String what, CapturedOutput output) {
        return output.getOut().split(what, -1).length - 1;
    }
}
