package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.UndescribedWork;
import io.threadlets.spring.config.QueueWords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a stop says of works adds up. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("FutureReturnValueIgnored") // the report says what became of them
class StopCountTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=1")
            .withBean(Client.class);

    static class Client {
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger interrupted = new AtomicInteger();

        public Numbers numbers() {
            return new Numbers(begun.get() - interrupted.get(), 0, interrupted.get(), 5 - begun.get());
        }

        @Threadlet("disk")
        public CompletableFuture<String> work(Gate gate) throws InterruptedException {
            gate.pass();
            return CompletableFuture.completedFuture("done");
        }

        @Threadlet("disk")
        public CompletableFuture<String> fail(Gate gate) throws InterruptedException {
            gate.pass();
            throw new IllegalStateException("planned");
        }

        @Threadlet(queue = "disk", timeout = "1s")
        public CompletableFuture<String> timed(Gate gate) throws InterruptedException {
            begun.incrementAndGet();
            try {
                gate.pass();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
            return CompletableFuture.completedFuture("done");
        }
    }

    @Test
    void eachWorkIsCountedOnceByWhatBecameOfIt(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=1s").run(context -> {
            final Client client = context.getBean(Client.class);
            final Gate first = new Gate();
            final Gate second = new Gate();
            final Gate never = new Gate();
            client.work(first);
            client.fail(second);
            client.work(never);
            client.work(never);
            client.work(never);
            first.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running, 4 waiting"));
            first.open();
            second.open();
            never.awaitInterrupted();
            closer.join();
            assertThat(output)
                    .containsPattern("WARN.*disk: closed in 1\\.\\d s: 1 finished, 1 failed, 1 interrupted"
                            + " \\(Client.work\\), 2 never begun \\(Client.work\\)");
        });
    }

    @Test
    void callsThatTimeOutMeanwhileHaveNotFinished(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final Gate first = new Gate();
            final Gate never = new Gate();
            client.timed(first);
            for (int i = 0; i < 4; i++) {
                client.timed(never);
            }
            first.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running, 4 waiting"));
            first.open();
            closer.join();
            assertThat(client.numbers().finished()).isOne();
            assertThat(numbersOf("disk", output)).isEqualTo(client.numbers());
            assertThat(output).containsPattern("disk: closed in .* interrupted \\(Client.timed\\)");
        });
    }

    @Test
    void callThatIsCancelledWithoutAnInterruptHasNotBeenInterrupted(CapturedOutput output) {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final CompletableFuture<String> call = context.getBean(Client.class).work(gate);
            gate.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running, 0 waiting"));
            call.cancel(false);
            gate.open();
            closer.join();
            assertThat(output).containsPattern("disk: closed in \\S+ s: 1 finished\\R");
        });
    }

    @Test
    void worksThatAreSubmittedOrCancelledMeanwhileAreCounted(CapturedOutput output) {
        contexts.run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            final Client client = context.getBean(Client.class);
            final Gate first = new Gate();
            final Gate second = new Gate();
            final CompletableFuture<String> running = client.work(first);
            final CompletableFuture<String> waiting = client.work(second);
            first.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running, 1 waiting"));
            waiting.cancel(true);
            final ThreadletFuture<String> late = disk.submit(() -> "late");
            final List<CompletableFuture<?>> failing = new ArrayList<>();
            failing.add(disk.submit(() -> {
                throw new IllegalStateException("planned");
            }));
            running.cancel(true);
            first.awaitInterrupted();
            closer.join();
            assertThat(late).isCompletedWithValue("late");
            assertThat(failing.get(0)).isCompletedExceptionally();
            assertThat(output)
                    .containsPattern("INFO.*disk: closed in \\S+ s: 1 finished, 1 failed, 1 interrupted"
                            + " \\(Client.work\\), 1 never begun \\(Client.work\\)\\R");
        });
    }

    @Test
    void whatEndedBeforeTheStopIsNotCounted(CapturedOutput output) {
        contexts.run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            assertThat(disk.submit(() -> "before").get()).isEqualTo("before");
            final Gate gate = new Gate();
            disk.submit(gate.task("during"));
            gate.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running"));
            gate.open();
            closer.join();
            assertThat(output).containsPattern("disk: closed in \\S+ s: 1 finished\\R");
        });
    }

    @Test
    void worksThatCallersRunAreWaitedForAndCounted(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.queues.disk.capacity=0", "threadlets.queues.disk.on-full=caller-runs")
                .run(context -> {
                    final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
                    final Gate own = new Gate();
                    final Gate callers = new Gate();
                    disk.submit(own.task("by a thread"));
                    own.awaitReached();
                    final Thread caller = new Thread(() -> disk.submit(callers.task("by a caller")));
                    caller.start();
                    callers.awaitReached();
                    final Thread closer = new Thread(context::close);
                    closer.start();
                    await().until(() -> output.getOut().contains("disk: closing: 2 running, 0 waiting"));
                    own.open();
                    callers.open();
                    closer.join();
                    caller.join();
                    assertThat(output).containsPattern("disk: closed in \\S+ s: all 2 finished\\R");
                });
    }

    @Test
    void stopOfAContextThatIsStartedAgainCountsWhatWaits(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=50ms").run(context -> {
            final Client client = context.getBean(Client.class);
            final Gate gate = new Gate();
            client.work(gate);
            client.work(gate);
            gate.awaitReached();
            context.getSourceApplicationContext().stop();
            assertThat(output)
                    .containsPattern("disk: stopped in \\S+ s: 1 interrupted \\(Client.work\\), 1 waiting for the next"
                            + " start");
            gate.open();
            context.getSourceApplicationContext().start();
        });
    }

    @Test
    void stopNamesWorksThatDoNotSayWhatTheyAreByTheirClass(CapturedOutput output) {
        final Gate gate = new Gate();
        contexts.withPropertyValues("threadlets.shutdown-timeout=0s").run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.submit(gate.task("done"));
            gate.awaitReached();
            disk.submit(new UndescribedWork(() -> null));
            disk.submit(new UndescribedWork(() -> {
                throw new AssertionError("planned");
            }));
        });
        assertThat(output)
                .containsPattern("disk: closed in .* 2 never begun \\(" + UndescribedWork.class.getName() + "\\)");
    }

    @Test
    void worksWithoutANameInCommonAreCountedByName() {
        assertThat(QueueWords.counted(List.of("A.b", "A.b"))).isEqualTo("A.b");
        assertThat(QueueWords.counted(List.of("B.c", "A.b", "A.b"))).isEqualTo("A.b x2, B.c");
        final List<String> many = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            many.add("file " + (char) ('a' + i));
        }
        assertThat(QueueWords.counted(many)).startsWith("file a, file b, ").endsWith("file t and 5 others");
    }

    public record Numbers(int finished, int failed, int interrupted, int neverBegun) {}

    private static Numbers numbersOf(String queue, CapturedOutput output) {
        final Matcher line = Pattern.compile(queue + ": closed in \\S+ s: (.*)").matcher(output.getOut());
        assertThat(line.find()).isTrue();
        final String text = line.group(1);
        return new Numbers(
                number("finished", text),
                number("failed", text),
                number("interrupted", text),
                number("never begun", text));
    }

    private static int number(String fate, String text) {
        final Matcher number = Pattern.compile("(\\d+) " + fate).matcher(text);
        return number.find() ? Integer.parseInt(number.group(1)) : 0;
    }
}
