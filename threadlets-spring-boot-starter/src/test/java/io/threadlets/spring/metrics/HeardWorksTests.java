package io.threadlets.spring.metrics;

import static io.threadlets.spring.metrics.MeteredContexts.count;
import static io.threadlets.spring.metrics.MeteredContexts.gauge;
import static io.threadlets.spring.metrics.MeteredContexts.timer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.OnFull;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueueCustomizer;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What meters say of single works. */
class HeardWorksTests {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationContextRunner contexts = MeteredContexts.with(registry)
            .withBean(Mail.class)
            .withPropertyValues("threadlets.queues.mail.max-threads=1", "threadlets.queues.mail.capacity=1");

    static class Mail {
        @Threadlet("mail")
        CompletableFuture<String> send(Gate gate) throws InterruptedException {
            gate.pass();
            return CompletableFuture.completedFuture("sent");
        }

        @Threadlet("mail")
        String fetch() {
            return "fetched";
        }

        @Threadlet("mail")
        String fail() {
            throw new IllegalStateException("on purpose");
        }
    }

    private double completed(String outcome) {
        return count(registry, "threadlets.completed", "mail", "outcome", outcome);
    }

    private double rejected(String reason) {
        return count(registry, "threadlets.rejected", "mail", "reason", reason);
    }

    @Test
    void callThatWaitedTooLongHasExpiredAndOneThatWasTakenBackIsCancelled() {
        contexts.withPropertyValues("threadlets.queues.mail.queue-timeout=20ms").run(context -> {
            final Mail mail = context.getBean(Mail.class);
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            queue.pause();
            assertThat(mail.send(new Gate()))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(ThreadletTimeoutException.class);
            await().until(() -> completed("expired") == 1);
            assertThat(completed("cancelled")).isZero();
            assertThat(queue.submit(() -> "never").cancel(false)).isTrue();
            assertThat(completed("cancelled")).isEqualTo(1);
            assertThat(completed("expired")).isEqualTo(1);
            queue.resume();
        });
    }

    @Test
    void callThatTimesOutWhileItWaitsHasExpired() {
        contexts.withPropertyValues("threadlets.queues.mail.timeout=20ms").run(context -> {
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            queue.pause();
            assertThatThrownBy(() -> context.getBean(Mail.class).fetch()).isInstanceOf(ThreadletTimeoutException.class);
            await().until(() -> completed("expired") == 1);
            queue.resume();
        });
    }

    @Test
    void rejectionsAreCountedByTheirReason() {
        contexts.run(context -> {
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            queue.pause();
            queue.executor().execute(() -> {});
            assertThatThrownBy(() -> queue.submit(() -> "second")).isInstanceOf(ThreadletRejectedException.class);
            assertThat(rejected("full")).isEqualTo(1);
            assertThat(rejected("closed")).isZero();
            queue.resume();
            queue.shutdown();
            assertThatThrownBy(() -> queue.submit(() -> "third")).isInstanceOf(ThreadletRejectedException.class);
            assertThat(rejected("closed")).isEqualTo(1);
            assertThat(rejected("full")).isEqualTo(1);
            assertThat(rejected("no-thread")).isZero();
        });
    }

    @Test
    void queueWhoseThreadsCannotBeStartedCountsItsRejectionsAsSuch() {
        contexts.withBean(ThreadletQueueCustomizer.class, () -> (queue, builder) -> builder.threadFactory(task -> null))
                .run(context -> {
                    final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
                    assertThatThrownBy(() -> queue.submit(() -> "never"))
                            .isInstanceOf(ThreadletRejectedException.class);
                    assertThat(rejected("no-thread")).isEqualTo(1);
                });
    }

    @Test
    void eachWorkIsTimedOnceWhileItWaitsAndOnceWhileItRuns() {
        contexts.run(context -> {
            final Mail mail = context.getBean(Mail.class);
            assertThat(mail.fetch()).isEqualTo("fetched");
            assertThatThrownBy(mail::fail).isInstanceOf(IllegalStateException.class);
            assertThat(context.getBean("mail", ThreadletQueue.class).submit(() -> "direct"))
                    .succeedsWithin(20, TimeUnit.SECONDS);
            Contexts.awaitRest(context);
            assertThat(timer(registry, "threadlets.wait", "mail").count()).isEqualTo(3);
            assertThat(timer(registry, "threadlets.work", "mail", "error", "none")
                            .count())
                    .isEqualTo(2);
            assertThat(timer(registry, "threadlets.work", "mail", "error", "IllegalStateException")
                            .count())
                    .isEqualTo(1);
            assertThat(registry.find("threadlets.work").tagKeys("work").timers())
                    .isEmpty();
        });
    }

    @Test
    void workTagTellsTheMethodsApartAndNothingElse() {
        contexts.withPropertyValues("threadlets.metrics.work-tag=true").run(context -> {
            final Mail mail = context.getBean(Mail.class);
            assertThat(mail.fetch()).isEqualTo("fetched");
            assertThatThrownBy(mail::fail).isInstanceOf(IllegalStateException.class);
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            for (int i = 0; i < 3; i++) {
                assertThat(queue.submit(() -> "direct")).succeedsWithin(20, TimeUnit.SECONDS);
            }
            Contexts.awaitRest(context);
            assertThat(timer(registry, "threadlets.work", "mail", "work", "Mail.fetch", "error", "none")
                            .count())
                    .isEqualTo(1);
            assertThat(timer(registry, "threadlets.work", "mail", "work", "Mail.fail")
                            .count())
                    .isEqualTo(1);
            assertThat(timer(registry, "threadlets.work", "mail", "work", "other")
                            .count())
                    .isEqualTo(3);
            assertThat(registry.get("threadlets.work").tag("queue", "mail").timers())
                    .hasSize(3);
        });
    }

    @Test
    void waitForRoomIsTimed() {
        blocked(contexts.withPropertyValues("threadlets.queues.mail.on-full=block"));
    }

    @Test
    void waitForRoomIsTimedWhereACustomizerSaysThatTheQueueBlocks() {
        blocked(contexts.withBean(
                ThreadletQueueCustomizer.class, () -> (queue, builder) -> builder.onFull(OnFull.BLOCK)));
    }

    private void blocked(ApplicationContextRunner runner) {
        runner.run(context -> {
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            final Gate gate = new Gate();
            queue.executor().execute(gate);
            gate.awaitReached();
            queue.executor().execute(() -> {});
            final Thread submitter = new Thread(() -> queue.executor().execute(() -> {}));
            submitter.start();
            await().until(() -> submitter.getState() == Thread.State.WAITING);
            gate.open();
            submitter.join();
            final Timer timer = timer(registry, "threadlets.submit.blocked", "mail");
            assertThat(timer.count()).isEqualTo(1);
            assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
            Contexts.awaitRest(context);
        });
    }

    @Test
    void agesOfTheOldestAndTheLongestAreReadWhenTheyAreAskedFor() {
        contexts.run(context -> {
            assertThat(gauge(registry, "threadlets.queued.oldest", "mail")).isZero();
            assertThat(gauge(registry, "threadlets.running.longest", "mail")).isZero();
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            final Gate gate = new Gate();
            queue.executor().execute(gate);
            gate.awaitReached();
            final ThreadletFuture<String> second = queue.submit(() -> "second");
            final double oldest = gauge(registry, "threadlets.queued.oldest", "mail");
            final double longest = gauge(registry, "threadlets.running.longest", "mail");
            assertThat(oldest).isPositive();
            assertThat(longest).isGreaterThanOrEqualTo(oldest);
            assertThat(gauge(registry, "threadlets.queued.oldest", "mail")).isGreaterThan(oldest);
            assertThat(gauge(registry, "threadlets.running.longest", "mail")).isGreaterThan(longest);
            gate.open();
            assertThat(second).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void metersGoOnWhenTheContextIsStoppedAndStartedAgain() {
        contexts.run(context -> {
            assertThat(context.getBean(Mail.class).fetch()).isEqualTo("fetched");
            context.stop();
            context.start();
            assertThat(context.getBean(Mail.class).fetch()).isEqualTo("fetched");
            Contexts.awaitRest(context);
            assertThat(completed("success")).isEqualTo(2);
            assertThat(timer(registry, "threadlets.work", "mail").count()).isEqualTo(2);
            assertThat(gauge(registry, "threadlets.max", "mail")).isEqualTo(1);
        });
    }

    @Test
    void withoutARegistryNobodyListens() {
        Contexts.withStarter()
                .withBean(QueueListeners.class)
                .run(context -> assertThat(context.getBean(QueueListeners.class).listenerFor("mail"))
                        .isNull());
    }
}
