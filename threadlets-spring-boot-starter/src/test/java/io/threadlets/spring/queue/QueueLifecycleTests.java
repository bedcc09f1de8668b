package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class QueueLifecycleTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=1", "threadlets.queues.mail.max-threads=1");

    @Test
    void queuesStopAfterTheWebServerAndBeforeTheRest() {
        contexts.run(context ->
                assertThat(context.getBean(QueueLifecycle.class).getPhase()).isEqualTo(Integer.MAX_VALUE / 2));
    }

    @Test
    void closeLetsAcceptedWorksFinishAlsoThoseThatNeedAnotherQueue(CapturedOutput output) {
        contexts.run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            final ThreadletQueue mail = queue(context, "mail");
            final Gate gate = new Gate();
            final ThreadletFuture<String> running = disk.submit(() -> {
                gate.pass();
                return mail.submit(() -> "by mail").get(20, TimeUnit.SECONDS);
            });
            final ThreadletFuture<String> queued = disk.submit(() -> "queued");
            gate.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            await().until(() -> output.getOut().contains("disk: closing: 1 running, 1 waiting, up to 30 s"));
            gate.open();
            closer.join();
            assertThat(running).isCompletedWithValue("by mail");
            assertThat(queued).isCompletedWithValue("queued");
            assertThat(disk.isTerminated()).isTrue();
            assertThat(mail.isTerminated()).isTrue();
            assertThatExceptionOfType(ThreadletRejectedException.class)
                    .isThrownBy(() -> disk.submit(() -> "late"))
                    .returns(ThreadletRejectedException.Reason.SHUTDOWN, ThreadletRejectedException::reason);
            assertThat(output)
                    .containsPattern("disk: closed in \\S+ s: all 2 finished\\R")
                    .containsPattern("mail: closed in \\S+ s: 1 finished\\R");
        });
    }

    @Test
    void closeInterruptsWhatDoesNotFinishInTimeAndNamesIt(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=50ms").run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            final ThreadletQueue mail = queue(context, "mail");
            final Gate gate = new Gate();
            final Gate deaf = new Gate();
            disk.executor().execute(new Named("Disk.read", gate));
            final ThreadletFuture<?> neverStarted = disk.submit(new Named("Disk.write", gate));
            mail.executor().execute(new Named("Mail.send", deaf::passDeaf));
            gate.awaitReached();
            deaf.awaitReached();
            context.close();
            gate.awaitInterrupted();
            assertThat(neverStarted).isCancelled();
            assertThat(disk.isTerminated()).isTrue();
            assertThat(mail.isTerminated()).isFalse();
            assertThat(output)
                    .containsPattern("disk: closed in \\S+ s: 1 interrupted \\(Disk.read\\), 1 never begun"
                            + " \\(Disk.write\\)\\. Works had 0.1 s to finish \\(threadlets.shutdown-timeout\\)")
                    .containsPattern(
                            "mail: closed in \\S+ s: 1 interrupted \\(Mail.send\\); still running: Mail.send on"
                                    + " thread mail-1");
            deaf.open();
            await().until(mail::isTerminated);
        });
    }

    /** A task that is shown by a name. */
    private record Named(String name, Runnable body) implements Runnable {
        @Override
        public void run() {
            body.run();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void stoppedContextRunsNothingAndStartedAgainRunsWhatWaits(CapturedOutput output) {
        contexts.run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            final Gate gate = new Gate();
            final ThreadletFuture<String> running = disk.submit(gate.task("finished"));
            gate.awaitReached();
            final Thread stopper = new Thread(context.getSourceApplicationContext()::stop);
            stopper.start();
            await().until(() -> output.getOut().contains("disk: stopping: 1 running"));
            gate.open();
            stopper.join();
            assertThat(running).isCompletedWithValue("finished");
            assertThat(context.getBean(QueueLifecycle.class).isRunning()).isFalse();

            final ThreadletFuture<String> waiting = disk.submit(() -> "after the start");
            await().until(() -> disk.snapshot().cur() == 0);
            assertThat(waiting).isNotDone();
            assertThat(disk.snapshot().queued()).isEqualTo(1);

            context.getSourceApplicationContext().start();
            assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("after the start");
            assertThat(disk.submit(() -> "again").get(20, TimeUnit.SECONDS)).isEqualTo("again");
        });
    }

    @Test
    void stopInterruptsWhatDoesNotFinishInTime(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=50ms").run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            final Gate gate = new Gate();
            disk.executor().execute(new Named("Disk.read", gate));
            gate.awaitReached();
            context.getSourceApplicationContext().stop();
            gate.awaitInterrupted();
            assertThat(output).containsPattern("disk: stopped in \\S+ s: 1 interrupted \\(Disk.read\\)");
            context.getSourceApplicationContext().start();
            assertThat(disk.submit(() -> Thread.currentThread().isInterrupted()).get(20, TimeUnit.SECONDS))
                    .isFalse();
        });
    }

    @Test
    void queueThatSomebodyPausedStaysPausedOverStopAndStart() {
        contexts.run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            disk.pause();
            final ThreadletFuture<String> waiting = disk.submit(() -> "resumed");
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();
            assertThat(disk.snapshot().paused()).isTrue();
            assertThat(queue(context, "mail").snapshot().paused()).isFalse();
            disk.resume();
            assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void closeAfterStopRunsNothingAnyMore() {
        contexts.run(context -> {
            final ThreadletQueue disk = queue(context, "disk");
            context.getSourceApplicationContext().stop();
            final Gate never = new Gate();
            final ThreadletFuture<String> waiting = disk.submit(never.task("never"));
            context.close();
            assertThat(waiting).isCancelled();
            assertThat(never.wasReached()).isFalse();
            assertThat(disk.isTerminated()).isTrue();
        });
    }

    @Test
    void contextThatFailsToStartLeavesNoThread() {
        contexts.withPropertyValues("threadlets.queues.disk.min-threads=1", "threadlets.queues.disk.prestart=true")
                .withPropertyValues("threadlets.queues.disk.thread-name-prefix=failing-context-")
                .withUserConfiguration(FailsToStart.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Thread.getAllStackTraces().keySet())
                            .noneMatch(thread -> thread.getName().startsWith("failing-context-"));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class FailsToStart {
        @Bean
        SmartInitializingSingleton failing(ThreadletQueue disk) {
            return () -> {
                throw new IllegalStateException("on purpose, with " + disk.name());
            };
        }
    }

    @Test
    void contextThatFailsBeforeItsQueuesHaveALifeCycleLeavesNoThread() {
        contexts.withPropertyValues("threadlets.queues.disk.min-threads=1", "threadlets.queues.disk.prestart=true")
                .withPropertyValues("threadlets.queues.disk.thread-name-prefix=failing-early-")
                .withUserConfiguration(OwnQueue.class, FailsEarly.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    await().atMost(20, TimeUnit.SECONDS)
                            .untilAsserted(
                                    () -> assertThat(Thread.getAllStackTraces().keySet())
                                            .extracting(Thread::getName)
                                            .noneMatch(name -> name.startsWith("failing-early-"))
                                            .noneMatch(name -> name.startsWith("own-of-failing-context-")));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class FailsEarly {
        @Bean
        String failing(@Qualifier("disk") ThreadletQueue disk, @Qualifier("own") ThreadletQueue own)
                throws InterruptedException {
            final Gate running = new Gate();
            final Future<?> unused = disk.submit(running.task("runs when the context fails"));
            running.awaitReached();
            throw new IllegalStateException("on purpose, with " + disk.name() + " and " + own.name());
        }
    }

    @Test
    void contextThatFailsToStartLeavesNoThreadOfTheApplicationsOwnQueueEither() {
        contexts.withUserConfiguration(OwnQueue.class, FailsToStart.class).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("own-of-failing-context-"));
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnQueue {
        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("own")
                    .minThreads(1)
                    .prestart(true)
                    .threadNamePrefix("own-of-failing-context-")
                    .build();
        }
    }

    @Test
    void workOfTheApplicationsOwnQueueThatNeverEndsDoesNotHoldTheClose() {
        contexts.withUserConfiguration(OwnQueue.class)
                .withPropertyValues("threadlets.shutdown-timeout=50ms")
                .run(context -> {
                    final ThreadletQueue own = queue(context, "own");
                    final Gate deaf = new Gate();
                    own.executor().execute(deaf::passDeaf);
                    deaf.awaitReached();
                    context.close();
                    assertThat(own.isShutdown()).isTrue();
                    assertThat(own.isTerminated()).isFalse();
                    deaf.open();
                    await().until(own::isTerminated);
                });
    }

    @Test
    void queuesAcceptUntilLaterPhasesHaveStopped() {
        contexts.withUserConfiguration(SubmitsOnStop.class).run(context -> {
            final SubmitsOnStop.Late late = context.getBean(SubmitsOnStop.Late.class);
            context.close();
            assertThat(late.result).isCompletedWithValue("accepted");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class SubmitsOnStop {
        /** Stops where the web server does. */
        static final class Late implements SmartLifecycle {
            private final ThreadletQueue queue;
            private final CompletableFuture<String> result = new CompletableFuture<>();
            private volatile boolean running;

            Late(ThreadletQueue queue) {
                this.queue = queue;
            }

            @Override
            public void start() {
                running = true;
            }

            @Override
            public void stop() {
                running = false;
                queue.executor().execute(() -> result.complete("accepted"));
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return Integer.MAX_VALUE - 2048;
            }
        }

        @Bean
        Late late(ThreadletQueue disk) {
            return new Late(disk);
        }
    }

    @Test
    void readyLineNamesEachQueueWithItsSizes(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.queues.mail.capacity=100", "threadlets.queues.mail.min-threads=1")
                .withPropertyValues("threadlets.queues.disk.capacity=-1")
                .run(context -> assertThat(output)
                        .contains("3 queues ready: disk (up to 1 thread, no limit on waiting), mail (1 thread, room for"
                                + " 100), global (64 threads, room for 10000)"));
    }

    @Test
    void shutdownTimeoutThatTheContainerDoesNotWaitForIsWarnedOf(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=40s")
                .run(context -> assertThat(output)
                        .contains("threadlets.shutdown-timeout (40 s) is longer than"
                                + " spring.lifecycle.timeout-per-shutdown-phase (30 s)")
                        .contains("they are interrupted after 27 s"));
    }

    @Test
    void interruptedWorksCleanUpBeforeTheContainerGivesUpWaiting(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=1s", "spring.lifecycle.timeout-per-shutdown-phase=1s")
                .run(context -> {
                    final Gate gate = new Gate();
                    queue(context, "disk").executor().execute(gate);
                    gate.awaitReached();
                    context.close();
                    gate.awaitInterrupted();
                    assertThat(output)
                            .containsPattern("disk: closed in 0\\.\\d s: 1 interrupted")
                            .doesNotContain("1 bean still running with phase value");
                });
    }

    private static ThreadletQueue queue(AssertableApplicationContext context, String name) {
        return context.getBean(name, ThreadletQueue.class);
    }
}
