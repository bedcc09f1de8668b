package io.threadlets.jdbc.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.threadlets.ThreadletQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a stored call costs, beside bare db-scheduler on the same database. Nothing else may run meanwhile; nothing is
 * asserted of the times.
 */
@Tag("figures")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class CostTests {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CALLS = 10_000;
    private static final int WARM_UP = 5_000;
    private static final int SENDERS = 8;
    private static final int THREADS = 8;
    private static final int SINGLE_CALLS = 500;

    @RegisterExtension
    private final Instances instances = new Instances();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Idle.class)
    static class Application {}

    @BeforeEach
    void makeDatabase() {
        instances.database();
    }

    @Test
    void callsThatAreStoredAndRunInASecondByOneInstance() throws Exception {
        try (ConfigurableApplicationContext one = start()) {
            storeAndRun(WARM_UP, one);
            final double[] seconds = storeAndRun(CALLS, one);
            print("Cost, 1 instance", seconds);
        }
    }

    @Test
    void callsThatAreStoredAndRunInASecondByTwoInstances() throws Exception {
        try (ConfigurableApplicationContext one = start();
                ConfigurableApplicationContext other = start()) {
            storeAndRun(WARM_UP, one, other);
            print("Cost, 2 instances", storeAndRun(CALLS, one, other));
        }
    }

    @Test
    void callsThatAreStoredAndRunInASecondByBareDbScheduler() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(instances.database().url());
            pool.setUsername(instances.database().user());
            pool.setMaximumPoolSize(30);
            createTable(JdbcClient.create(pool));
            storeAndRunBare(WARM_UP, pool);
            print("Cost, bare db-scheduler", storeAndRunBare(CALLS, pool));
        }
    }

    @Test
    void timeFromStoredToStarted() throws Exception {
        try (ConfigurableApplicationContext one = start();
                ConfigurableApplicationContext other = start()) {
            queue(other).pause();
            untilStarted(WARM_UP / 10, one, one);
            print("Start, same instance", untilStarted(SINGLE_CALLS, one, one));
            queue(one).pause();
            queue(other).resume();
            untilStarted(SINGLE_CALLS / 10, one, other);
            print("Start, other instance, poll of 50 ms", untilStarted(SINGLE_CALLS, one, other));
        }
    }

    private ConfigurableApplicationContext start() {
        final SpringApplicationBuilder builder =
                new SpringApplicationBuilder(Application.class).registerShutdownHook(false);
        Instances.settings(
                        instances.database(),
                        "threadlets.queues.work.max-threads=" + THREADS,
                        "threadlets.jdbc.heartbeat=5s",
                        "threadlets.jdbc.poll-interval=50ms")
                .forEach((key, value) -> builder.properties(key + "=" + value));
        return builder.run();
    }

    private static ThreadletQueue queue(ConfigurableApplicationContext instance) {
        return instance.getBean("work", ThreadletQueue.class);
    }

    /** Stores calls while none is run, then runs them: the seconds of both. */
    private double[] storeAndRun(int calls, ConfigurableApplicationContext... all) throws Exception {
        for (ConfigurableApplicationContext instance : all) {
            queue(instance).pause();
        }
        final Idle idle = all[0].getBean(Idle.class);
        final double store = send(calls, idle::call);
        final long begin = System.nanoTime();
        for (ConfigurableApplicationContext instance : all) {
            queue(instance).resume();
        }
        awaitEmpty("threadlets_work");
        return new double[] {calls / store, calls / seconds(begin)};
    }

    private double[] storeAndRunBare(int calls, HikariDataSource pool) throws Exception {
        final OneTimeTask<Long> task = Tasks.oneTime("idle", Long.class).execute((instance, context) -> {});
        final Scheduler scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(Duration.ofMillis(50))
                .heartbeatInterval(Duration.ofSeconds(5))
                .build();
        final Instant due = Instant.now();
        final double store =
                send(calls, number -> scheduler.schedule(task.instance(calls + "-" + number, number), due));
        final long begin = System.nanoTime();
        scheduler.start();
        awaitEmpty("scheduled_tasks");
        final double run = seconds(begin);
        scheduler.stop();
        return new double[] {calls / store, calls / run};
    }

    /** By several senders at once: the seconds that it took. */
    private static double send(int calls, LongConsumer send) throws InterruptedException {
        final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        final long begin = System.nanoTime();
        for (int sender = 0; sender < SENDERS; sender++) {
            final int first = sender;
            senders.execute(() -> {
                for (int number = first; number < calls; number += SENDERS) {
                    send.accept(number);
                }
            });
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return seconds(begin);
    }

    private void awaitEmpty(String table) {
        final JdbcClient client = instances.database().client();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> client.sql("select not exists (select 1 from " + table + ")")
                        .query(Boolean.class)
                        .single());
    }

    /** One call after the other: the milliseconds from the return of the send to the beginning of the body, sorted. */
    private static double[] untilStarted(
            int calls, ConfigurableApplicationContext sender, ConfigurableApplicationContext runner) {
        final Idle sends = sender.getBean(Idle.class);
        final Idle runs = runner.getBean(Idle.class);
        final double[] millis = new double[calls];
        for (int number = 0; number < calls; number++) {
            runs.began().set(0);
            sends.call(number);
            final long sent = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> runs.began().get() != 0);
            millis[number] = Math.max(0, (runs.began().get() - sent) / 1e6);
        }
        Arrays.sort(millis);
        return new double[] {millis[calls / 2], millis[calls * 95 / 100]};
    }

    private static void createTable(JdbcClient client) {
        client.sql("""
                        create table scheduled_tasks (
                          task_name text not null,
                          task_instance text not null,
                          task_data bytea,
                          execution_time timestamp with time zone not null,
                          picked boolean not null,
                          picked_by text,
                          last_success timestamp with time zone,
                          last_failure timestamp with time zone,
                          consecutive_failures int,
                          last_heartbeat timestamp with time zone,
                          version bigint not null,
                          priority smallint,
                          primary key (task_name, task_instance))""").update();
        client.sql("create index on scheduled_tasks (execution_time)").update();
        client.sql("create index on scheduled_tasks (last_heartbeat)").update();
    }

    private static double seconds(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    private static void print(String what, double[] values) throws Exception {
        final boolean isTime = what.startsWith("Start");
        Figures.print(
                what,
                isTime
                        ? "p50 %.1f ms, p95 %.1f ms".formatted(values[0], values[1])
                        : "%.0f stored/s, %.0f run/s".formatted(values[0], values[1]));
    }
}
