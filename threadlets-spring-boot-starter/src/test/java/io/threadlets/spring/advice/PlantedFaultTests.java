package io.threadlets.spring.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Faults in a running application, one at a time: the verdict names the queue and the cause. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PlantedFaultTests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "threadlets.queues.mail.max-threads=2",
                    "threadlets.queues.mail.capacity=10",
                    "threadlets.queues.db.max-threads=2",
                    "threadlets.shutdown-timeout=0s",
                    "spring.datasource.url=jdbc:h2:mem:${random.uuid};LOCK_TIMEOUT=100000",
                    "spring.datasource.hikari.maximum-pool-size=3");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Store.class, Mail.class})
    static class Application {}

    static class Store {
        private final JdbcTemplate jdbc;

        Store(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("CREATE TABLE note (id INT PRIMARY KEY, text VARCHAR)");
            jdbc.update("INSERT INTO note VALUES (1, 'a')");
        }

        @Threadlet("db")
        public CompletableFuture<Integer> save(String text) {
            return CompletableFuture.completedFuture(jdbc.update("UPDATE note SET text = ? WHERE id = 1", text));
        }
    }

    static class Mail {
        private @Autowired ThreadletQueue mail;

        @Threadlet("mail")
        public CompletableFuture<Void> sendAll(CyclicBarrier both) throws Exception {
            both.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            CompletableFuture.allOf(mail.submit(() -> "one"), mail.submit(() -> "two"))
                    .join();
            return CompletableFuture.completedFuture(null);
        }

        @Threadlet("mail")
        public CompletableFuture<Void> sendDeaf(Gate gate) {
            gate.passDeaf();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void hungDatabase() {
        application.run(context -> {
            final Store store = context.getBean(Store.class);
            try (Connection other = context.getBean(DataSource.class).getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("UPDATE note SET text = 'locked' WHERE id = 1");
                final CompletableFuture<Integer> one = store.save("b");
                final CompletableFuture<Integer> two = store.save("c");
                awaitVerdict(
                        context,
                        "Queue 'db': all 2 running works have waited for the database for \\S+ s and longer \\(Store.save\\),"
                                + " at io.threadlets.spring.advice.PlantedFaultTests\\$Store.save\\(PlantedFaultTests.java:\\d+\\)\\."
                                + " It does not answer\\..*");
                other.rollback();
                assertThat(one).succeedsWithin(PATIENCE);
                assertThat(two).succeedsWithin(PATIENCE);
            }
            awaitVerdict(context, "All 3 queues keep up.");
        });
    }

    @Test
    void functionInTheDatabaseThatHangs() {
        application.run(context -> {
            final JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.execute("CREATE ALIAS hang FOR '" + Functions.class.getName() + ".hang'");
            final ThreadletFuture<@Nullable Void> call =
                    context.getBean("db", ThreadletQueue.class).submit(() -> jdbc.execute("CALL hang()"));
            awaitVerdict(context, "Queue 'db': .* has waited for the database for .*");
            Functions.HANGING.countDown();
            assertThat(call).succeedsWithin(PATIENCE);
        });
    }

    /** A database finds nothing but what is static. */
    public static final class Functions {
        private static final CountDownLatch HANGING = new CountDownLatch(1);

        private Functions() {}

        public static void hang() throws InterruptedException {
            HANGING.await();
        }
    }

    @Test
    void dataSourceThatHangs() throws Exception {
        final Gate gate = new Gate();
        final DataSource hung = mock(DataSource.class, call -> {
            gate.pass();
            return null;
        });
        application.run(context -> {
            final ThreadletFuture<@Nullable Void> call = context.getBean("db", ThreadletQueue.class)
                    .submit(() -> new JdbcTemplate(hung, true).execute("SELECT 1"));
            awaitVerdict(context, "Queue 'db': .* has waited for the database for .*");
            gate.open();
            assertThat(call).failsWithin(PATIENCE);
        });
    }

    @Test
    void poolWithoutConnections() {
        application
                .withPropertyValues("spring.datasource.hikari.maximum-pool-size=1")
                .run(context -> {
                    final CompletableFuture<Integer> waiting;
                    try (Connection held = context.getBean(DataSource.class).getConnection()) {
                        assertThat(held.isValid(1)).isTrue();
                        waiting = context.getBean(Store.class).save("b");
                        awaitVerdict(
                                context,
                                "Queue 'db': Store.save \\(work \\d+\\) has waited for a database connection for \\S+ s, at"
                                        + " .*Store.save\\(PlantedFaultTests.java:\\d+\\). The connection pool has none free\\..*");
                    }
                    assertThat(waiting).succeedsWithin(PATIENCE);
                });
    }

    @Test
    void deadlockBetweenWorks() {
        application.run(context -> {
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            final ReentrantLock one = new ReentrantLock();
            final ReentrantLock two = new ReentrantLock();
            final CyclicBarrier both = new CyclicBarrier(2);
            final ThreadletFuture<String> here = mail.submit(() -> lockBoth(one, two, both));
            final ThreadletFuture<String> there = mail.submit(() -> lockBoth(two, one, both));
            awaitVerdict(
                    context,
                    "Queue 'mail': two works wait for locks that the other one holds, and never end: .* on mail-1, which"
                            + " waits for java.util.concurrent.locks.ReentrantLock\\S+ at .*lockBoth\\(.*mail-2.*\\. Cancel .* or .*, and take such locks in one"
                            + " order\\.");
            here.cancel(true);
            assertThat(there).succeedsWithin(PATIENCE);
            awaitVerdict(context, "All 3 queues keep up.");
        });
    }

    private static String lockBoth(ReentrantLock first, ReentrantLock second, CyclicBarrier both) throws Exception {
        first.lock();
        try {
            both.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            second.lockInterruptibly();
            second.unlock();
            return "both";
        } finally {
            first.unlock();
        }
    }

    @Test
    void lockThatAllWaitFor() {
        application.run(context -> {
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            final Object cache = new Object();
            final Gate loading = new Gate();
            final Thread loader = new Thread(() -> reload(cache, loading), "cache-loader");
            loader.start();
            loading.awaitReached();
            final ThreadletFuture<String> one = mail.submit(() -> load(cache));
            final ThreadletFuture<String> two = mail.submit(() -> load(cache));
            awaitVerdict(
                    context,
                    "Queue 'mail': all 2 running works have waited for the lock java.lang.Object@\\w+ for \\S+ s and"
                            + " longer .*, at .*PlantedFaultTests.load\\(PlantedFaultTests.java:\\d+\\)\\. It is held by"
                            + " thread cache-loader, at .*Gate.*");
            loading.open();
            assertThat(one).succeedsWithin(PATIENCE);
            assertThat(two).succeedsWithin(PATIENCE);
            loader.join();
        });
    }

    private static void reload(Object cache, Gate loading) {
        synchronized (cache) {
            loading.run();
        }
    }

    private static String load(Object cache) {
        synchronized (cache) {
            return "loaded";
        }
    }

    @Test
    void pausedQueue() {
        application.run(context -> {
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            mail.pause();
            final ThreadletFuture<String> waiting = mail.submit(() -> "late");
            awaitVerdict(
                    context,
                    "Queue 'mail': it has been paused for .*s and starts nothing; 1 work waits\\. Resume it\\.");
            mail.resume();
            assertThat(waiting).succeedsWithin(PATIENCE);
            awaitVerdict(context, "All 3 queues keep up.");
        });
    }

    @Test
    void flood() {
        application.run(context -> {
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            final Gate gate = new Gate();
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                refused +=
                        catchThrowable(() -> mail.submit(ThreadletWork.of(gate))) instanceof ThreadletRejectedException
                                ? 1
                                : 0;
            }
            assertThat(refused).isEqualTo(88);
            awaitVerdict(
                    context,
                    "mail is flooded: \\S+ works a second come and \\S+ end, 2 of 2 threads busy, 10 of 10 waiting, oldest"
                            + " .*, 88 works rejected in the last minute.* Raise threadlets.queues.mail.max-threads, or send"
                            + " less\\.");
            gate.open();
        });
    }

    @Test
    void queueWithMoreToDoThanThreads() {
        application.run(context -> {
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            final Gate gate = new Gate();
            for (int i = 0; i < 6; i++) {
                mail.submit(ThreadletWork.of(gate));
            }
            awaitVerdict(
                    context,
                    "mail is saturated: 2 of 2 threads busy, 4 waiting, oldest \\S+ s; all 2 running works have not moved"
                            + " for .*, at .*Gate.*, waiting for java.util.concurrent.CountDownLatch\\S+\\.");
            gate.open();
            awaitVerdict(context, "All 3 queues keep up.");
        });
    }

    @Test
    void worksThatWaitForTheirOwnQueueThroughAllOf() {
        application.run(context -> {
            final CyclicBarrier both = new CyclicBarrier(2);
            final CompletableFuture<Void> one = context.getBean(Mail.class).sendAll(both);
            final CompletableFuture<Void> two = context.getBean(Mail.class).sendAll(both);
            awaitVerdict(
                    context,
                    "Queue 'mail': all 2 running works wait for works of the same queue; 4 waiting works cannot start\\."
                            + " Use another queue for the inner works\\. Most stand at .*Mail.sendAll\\(.*\\)\\.");
            context.getBean("mail", ThreadletQueue.class).resize(0, 3);
            assertThat(one).succeedsWithin(PATIENCE);
            assertThat(two).succeedsWithin(PATIENCE);
        });
    }

    @Test
    void bodyThatIgnoresInterrupts() {
        application.run(context -> {
            final Gate called = new Gate();
            final CompletableFuture<Void> call = context.getBean(Mail.class).sendDeaf(called);
            called.awaitReached();
            call.cancel(true);
            awaitVerdict(
                    context,
                    "Queue 'mail': Mail.sendDeaf \\(work \\d+\\) was cancelled \\S+ s ago and still runs on mail-1, at"
                            + " .*Gate.*: its body ignores the interrupt\\. Its thread is not free until it ends\\.");
            called.open();
            awaitVerdict(context, "All 3 queues keep up.");
            final Gate submitted = new Gate();
            final ThreadletFuture<@Nullable Void> task =
                    context.getBean("mail", ThreadletQueue.class).submit(submitted::passDeaf);
            submitted.awaitReached();
            task.cancel(true);
            awaitVerdict(context, "Queue 'mail': .* was cancelled .* its body ignores the interrupt\\..*");
            submitted.open();
        });
    }

    private static void awaitVerdict(AssertableApplicationContext context, String pattern) {
        final Advisor advisor = context.getBean(Advisor.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(advisor.advice().verdict()).matches(pattern));
    }
}
