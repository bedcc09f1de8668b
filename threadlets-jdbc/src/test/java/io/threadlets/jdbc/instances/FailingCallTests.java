package io.threadlets.jdbc.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.jdbc.instances.Database.Run;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls that fail each time, and calls that take their instance along. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FailingCallTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Tag("stress")
    @Test
    void callThatEndsItsJvmIsDeadAfterTheCrashesThatAreAllowed() throws Exception {
        final Database database = instances.database();
        final String crashes = "threadlets.queues.work.max-crashes=2";
        Instance instance = instances.start("1", crashes);
        instance.send("halt", 1).exceptionally(gone -> "no answer").get(60, TimeUnit.SECONDS);
        instance.awaitEnd();
        instance = instances.launch("2", crashes);
        instance.awaitEnd();

        final Instance last = instances.start("3", crashes);
        await().atMost(PATIENCE).until(() -> last.ask("count", "DEAD").equals("1"));

        assertThat(database.runs()).extracting(Run::instance).containsExactly("1", "2");
        assertThat(database.runs()).extracting(Run::attempt).containsOnly(1);
        await().atMost(PATIENCE).until(() -> database.told().size() == 1);
        last.ask("work", 2, 0);
        await().atMost(PATIENCE).until(() -> database.ended().contains(2L));
        Figures.print("T7", "dead after 2 crashes, the third instance goes on");
    }

    @Test
    void callThatFailsIsTriedAgainThenDeadThenBeginsAnewWhenAskedTo() throws Exception {
        final Database database = instances.database();
        final Instance a = instances.start("a", "threadlets.queues.work.retries=2");
        final String id = a.ask("fail", 1);
        await().atMost(PATIENCE).until(() -> a.ask("count", "DEAD").equals("1"));
        assertThat(a.ask("list", "DEAD")).isEqualTo(id);
        assertThat(attempts(database)).containsExactly(1, 2, 3);
        assertThat(database.told()).containsExactly("java.lang.IllegalStateException: work 1 fails");

        assertThat(a.ask("retry", id)).isEqualTo("true");

        await().atMost(PATIENCE).until(() -> database.told().size() == 2);
        await().atMost(PATIENCE).until(() -> a.ask("count", "DEAD").equals("1"));
        assertThat(attempts(database)).containsExactly(1, 2, 3, 1, 2, 3);
        final List<Run> runs = database.runs();
        Figures.print(
                "T8",
                "3 attempts, %s and %s apart for a backoff of 0.2 s doubled; dead; 3 more when asked to"
                        .formatted(
                                Figures.seconds(runs.get(0).began(), runs.get(1).began()),
                                Figures.seconds(runs.get(1).began(), runs.get(2).began())));
        assertThat(Duration.between(runs.get(0).began(), runs.get(1).began())).isGreaterThan(Duration.ofMillis(200));
        assertThat(Duration.between(runs.get(1).began(), runs.get(2).began())).isGreaterThan(Duration.ofMillis(400));
    }

    private static List<Integer> attempts(Database database) {
        return database.runsOf(1).stream().map(Run::attempt).toList();
    }
}
