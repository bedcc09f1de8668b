package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Figures.seconds;
import static io.threadlets.jdbc.instances.Instances.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.jdbc.instances.Database.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instances that stop in order, and instances that stand still and come back. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class StoppedInstanceTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Test
    void callsOfAnInstanceThatStopsAreGivenBackAtOnceAndNotCounted() throws Exception {
        final Database database = instances.database();
        // So that calls that are not given back would be taken over only long after this test's patience has ended.
        final String heartbeat = "threadlets.jdbc.heartbeat=1h";
        final Instance a = instances.start("a", "threadlets.shutdown-timeout=500ms", heartbeat);
        a.ask("holds", 1, 4);
        await().atMost(PATIENCE).until(() -> database.runs().size() == 4);
        instances.start("b", heartbeat);

        final Instant told = a.terminate();

        await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
        a.awaitEnd();
        final List<Run> again = database.runsOn("b");
        final Instant last =
                again.stream().map(Run::began).max(Comparator.naturalOrder()).orElseThrow();
        Figures.print(
                "T5",
                "all 4 calls went on %s after the SIGTERM, 0.50 s of which were the drain"
                        .formatted(seconds(told, last)));
        assertThat(again).hasSize(4).allSatisfy(run -> {
            assertThat(run.attempt()).isEqualTo(1);
            assertThat(run.ended()).isPresent();
        });
        assertThat(database.told()).isEmpty();
    }

    /** A virtual machine that is moved, a process that is out of memory for a while. */
    @Tag("stress")
    @Test
    void callsOfAnInstanceThatStandsStillRunTwiceAndEndOnce() throws Exception {
        final Database database = instances.database();
        final String threads = "threadlets.queues.work.max-threads=5";
        final Instance a = instances.start("a", threads);
        final Instance b = instances.start("b", threads, PAUSED);
        a.ask("works", 1, 5, 4000);
        await().atMost(PATIENCE).until(() -> database.runs().size() == 5);

        a.freeze();
        final Instant frozen = Instant.now();
        b.ask("resume");
        await().atMost(PATIENCE).until(() -> database.runsOn("b").size() == 5);
        a.thaw();

        await().atMost(PATIENCE)
                .until(() ->
                        database.runs().stream().allMatch(run -> run.ended().isPresent()));
        await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
        final List<Run> again = database.runsOn("b");
        Figures.print(
                "T4",
                "5 calls taken over %s after the instance stood still, all of them run to the end twice"
                        .formatted(seconds(frozen, again.get(0).began())));
        assertThat(database.runs())
                .hasSize(10)
                .allSatisfy(run -> assertThat(run.attempt()).isEqualTo(1));
        for (String state : List.of("RETRYING", "DEAD")) {
            assertThat(b.ask("count", state)).as(state).isEqualTo("0");
        }
        assertThat(database.told()).isEmpty();
        await().atMost(PATIENCE).until(() -> a.log().split("ended here too late", -1).length == 1 + 5);
    }
}
