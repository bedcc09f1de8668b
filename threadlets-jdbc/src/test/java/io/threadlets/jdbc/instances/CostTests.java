package io.threadlets.jdbc.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a stored call costs, beside other systems on the same database. Nothing else may run meanwhile; nothing is
 * asserted of the times.
 */
@Tag("figures")
@Timeout(value = 1800, unit = TimeUnit.SECONDS)
class CostTests {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROUNDS = 5;

    /** Until the compiler is done with them; they do not count. */
    private static final int FIRST_ROUNDS = 3;

    private static final int CALLS = 20_000;
    private static final int SENDERS = 8;
    private static final int SINGLE_CALLS = 200;

    private PostgresFolder server;

    @BeforeEach
    void startServer(@TempDir Path folder) throws Exception {
        server = PostgresFolder.start(folder.resolve("server"));
    }

    @AfterEach
    void stopServer() throws Exception {
        server.close();
    }

    @Test
    void callsThatAreStoredAndRunInASecondByOneInstance() throws Exception {
        storeAndRun("1 instance", MeasuredThreadlets::new, 1);
    }

    @Test
    void callsThatAreStoredAndRunInASecondByTwoInstances() throws Exception {
        storeAndRun("2 instances", MeasuredThreadlets::new, 2);
    }

    @Test
    void callsThatAreStoredAndRunInASecondByBareDbScheduler() throws Exception {
        storeAndRun("bare db-scheduler", MeasuredDbScheduler::new, 1);
    }

    @Test
    void callsThatAreStoredAndRunInASecondByJobRunr() throws Exception {
        storeAndRun("JobRunr", MeasuredJobRunr::new, 1);
    }

    @Test
    void timeFromStoredToStarted() throws Exception {
        final Database database = server.database();
        try (Measured one = new MeasuredThreadlets(database);
                Measured other = new MeasuredThreadlets(database)) {
            other.pause();
            printTimes("same instance", one, one);
            one.pause();
            other.resume();
            printTimes("other instance, poll of 50 ms", one, other);
        }
    }

    /**
     * Stores calls while none is run, then runs them; prints the median of some rounds, the first of which are left
     * out.
     */
    private void storeAndRun(String what, Function<Database, Measured> system, int instances) throws Exception {
        final Database database = server.database();
        final Measured[] all = new Measured[instances];
        for (int i = 0; i < instances; i++) {
            all[i] = system.apply(database);
        }
        final double[] stored = new double[ROUNDS];
        final double[] run = new double[ROUNDS];
        try (HikariDataSource look = database.pool(1)) {
            for (int round = 0; round < FIRST_ROUNDS + ROUNDS; round++) {
                for (Measured each : all) {
                    each.pause();
                    each.beginning().forget();
                }
                final double seconds = send(all[0], (long) round * CALLS);
                for (Measured each : all) {
                    each.resume();
                }
                awaitNothingPending(JdbcClient.create(look), all[0]);
                if (round >= FIRST_ROUNDS) {
                    stored[round - FIRST_ROUNDS] = CALLS / seconds;
                    run[round - FIRST_ROUNDS] = CALLS / seconds(firstBegan(all));
                }
            }
        }
        for (Measured each : all) {
            each.close();
        }
        Figures.print("Cost, " + what, "%s stored/s, %s run/s".formatted(median(stored), median(run)));
    }

    private static long firstBegan(Measured[] all) {
        return Arrays.stream(all)
                .mapToLong(each -> each.beginning().first())
                .filter(began -> began != 0)
                .min()
                .orElseThrow();
    }

    /** By several senders at once: the seconds that it took. */
    private static double send(Measured system, long from) throws Exception {
        final AtomicReference<Throwable> failed = new AtomicReference<>();
        final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        final long begin = System.nanoTime();
        for (int sender = 0; sender < SENDERS; sender++) {
            final long first = from + sender;
            senders.execute(() -> {
                try {
                    for (long number = first; number < from + CALLS; number += SENDERS) {
                        system.send(number);
                    }
                } catch (Throwable thrown) {
                    failed.set(thrown);
                }
            });
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        final double seconds = seconds(begin);
        assertThat(failed.get()).isNull();
        return seconds;
    }

    private static void awaitNothingPending(JdbcClient client, Measured system) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> client.sql("select not exists (" + system.pending() + ")")
                        .query(Boolean.class)
                        .single());
    }

    private static void printTimes(String what, Measured sender, Measured runner) throws Exception {
        untilStarted(SINGLE_CALLS, sender, runner);
        final double[] millis = untilStarted(SINGLE_CALLS, sender, runner);
        Figures.print(
                "From stored to started, " + what,
                "p50 %.1f ms, p95 %.1f ms".formatted(millis[SINGLE_CALLS / 2], millis[SINGLE_CALLS * 95 / 100]));
    }

    /** One call after the other: the milliseconds from the return of the send to the beginning of the body, sorted. */
    private static double[] untilStarted(int calls, Measured sender, Measured runner) {
        final double[] millis = new double[calls];
        for (int number = 0; number < calls; number++) {
            runner.beginning().forget();
            sender.send(number);
            final long sent = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> runner.beginning().latest() != 0);
            millis[number] = Math.max(0, (runner.beginning().latest() - sent) / 1e6);
        }
        Arrays.sort(millis);
        return millis;
    }

    /** With the least and the most. */
    private static String median(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return "%.0f (%.0f to %.0f)".formatted(sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
    }

    private static double seconds(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }
}
