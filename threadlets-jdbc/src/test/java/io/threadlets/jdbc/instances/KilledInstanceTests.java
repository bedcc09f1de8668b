package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Figures.doubles;
import static io.threadlets.jdbc.instances.Figures.seconds;
import static io.threadlets.jdbc.instances.Instances.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.jdbc.instances.Database.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances that end without a word, as with {@code kill -9}. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class KilledInstanceTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Test
    void callsOfAKilledInstanceGoOnOnAnother() throws Exception {
        final Duration takeOver = takeOver("T1", 20, 20, "threadlets.jdbc.heartbeat=500ms");

        assertThat(takeOver).isLessThan(Duration.ofSeconds(10));
    }

    @Tag("stress")
    @ParameterizedTest
    @ValueSource(longs = {500, 1000, 2000, 5000})
    void takeOverComesWithinTheHeartbeatsThatMayBeMissedAndTwo(long heartbeat) throws Exception {
        final Duration takeOver =
                takeOver("T1, heartbeat " + heartbeat + " ms", 4, 0, "threadlets.jdbc.heartbeat=" + heartbeat + "ms");

        // 4 missed, 2 more, one poll; a second for a machine that is busy with other things
        assertThat(takeOver).isLessThan(Duration.ofMillis(6 * heartbeat + 100 + 1000));
    }

    /** Kills an instance that runs some calls while others wait; returns how long it took until one was run again. */
    private Duration takeOver(String test, int running, int waiting, String heartbeat) throws Exception {
        final Database database = instances.database();
        final String threads = "threadlets.queues.work.max-threads=20";
        final Instance a = instances.start("a", threads, heartbeat);
        final Instance b = instances.start("b", threads, heartbeat, PAUSED);
        a.ask("holds", 1, running);
        await().atMost(PATIENCE).until(() -> database.runs().size() == running);
        if (waiting > 0) {
            a.ask("works", running + 1, running + waiting, 50);
        }

        final Instant killed = a.kill();
        b.ask("resume");

        awaitEnded(running + waiting);
        final List<Run> again = database.runsOn("b").stream()
                .filter(run -> run.work() <= running)
                .toList();
        final Duration takeOver = Duration.between(
                killed,
                again.stream().map(Run::began).min(Comparator.naturalOrder()).orElseThrow());
        final int doubles = doubles(database.runs()).size();
        Figures.print(
                test,
                "taken over in %s, %d of %d twice, 0 lost".formatted(seconds(takeOver), doubles, running + waiting));
        assertThat(again).hasSize(running);
        assertThat(doubles).isEqualTo(running);
        assertThat(database.runs()).allSatisfy(run -> assertThat(run.attempt()).isEqualTo(1));
        assertThat(database.told()).isEmpty();
        return takeOver;
    }

    @Tag("stress")
    @Test
    void callsOutliveAllInstances() throws Exception {
        final Instance a = instances.start("a");
        final Instance b = instances.start("b");
        a.ask("works", 1, 200, 500);
        await().atMost(PATIENCE).until(() -> instances.database().ended().size() >= 16);

        a.kill();
        b.kill();
        instances.start("c");

        assertAllHaveEnded("T2", 200, 2 * 4);
    }

    @Tag("stress")
    @Test
    void callsInAFileOfH2OutliveTheirInstance() throws Exception {
        instances.useH2();
        final Instance a = instances.start("a");
        a.ask("works", 1, 40, 300);

        await().atMost(PATIENCE).until(() -> instances.database().ended().size() >= 8);

        a.kill();
        instances.start("b");

        assertAllHaveEnded("T2, H2", 40, 4);
    }

    private void assertAllHaveEnded(String test, int works, int mostDoubles) throws Exception {
        awaitEnded(works);
        final int doubles = doubles(instances.database().runs()).size();
        Figures.print(test, "%d of %d calls ended, %d twice".formatted(works, works, doubles));
        assertThat(doubles).isLessThanOrEqualTo(mostDoubles);
    }

    @Test
    void callsThatWereAcknowledgedAreFound() throws Exception {
        final Set<Long> acknowledged = acknowledgedBeforeAKill(150);

        instances.start("b");

        assertFound("T3", acknowledged);
    }

    @Tag("stress")
    @Test
    void callsThatWereAcknowledgedAreFoundInAFileOfH2() throws Exception {
        instances.useH2();
        final Set<Long> acknowledged = acknowledgedBeforeAKill(150);

        instances.start("b");

        assertFound("T3, H2", acknowledged);
    }

    /** Sends one call after the other until the instance is gone, which is at some moment after so many. */
    private Set<Long> acknowledgedBeforeAKill(int calls) throws Exception {
        final Instance a = instances.start("a", PAUSED);
        final Set<Long> acknowledged = new HashSet<>();
        CompletableFuture<Void> kill = null;
        for (long work = 1; ; work++) {
            try {
                a.ask("work", work, 0);
            } catch (IllegalStateException e) {
                break;
            }
            acknowledged.add(work);
            if (work == calls) {
                kill = CompletableFuture.runAsync(() -> kill(a));
            }
        }
        assertThat(kill).isNotNull();
        kill.join();
        return acknowledged;
    }

    private static void kill(Instance instance) {
        try {
            instance.kill();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertFound(String test, Set<Long> acknowledged) throws Exception {
        await().atMost(PATIENCE).until(() -> instances.database().ended().containsAll(acknowledged));
        final int doubles = doubles(instances.database().runs()).size();
        Figures.print(
                test,
                "%d calls acknowledged before the kill, %d found".formatted(acknowledged.size(), acknowledged.size()));
        assertThat(doubles).isZero();
    }

    /** All have come to their end, and the table keeps nothing. */
    private void awaitEnded(int works) {
        final Set<Long> all = LongStream.rangeClosed(1, works).boxed().collect(Collectors.toSet());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(instances.database().ended()).isEqualTo(all));
        await().atMost(PATIENCE).until(() -> instances.database().rows("work") == 0);
    }
}
