package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Instances.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.jdbc.instances.Database.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two instances that work on one queue. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SharedQueueTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Test
    void instancesShareTheCallsAndNoneRunsMoreThanItsThreads() throws Exception {
        final Database database = instances.database();
        final Instance a = instances.start("a", PAUSED);
        final Instance b = instances.start("b", PAUSED);
        a.ask("works", 1, 200, 50);

        a.ask("resume");
        b.ask("resume");

        await().atMost(PATIENCE).until(() -> database.ended().size() == 200);
        assertThat(database.runs()).hasSize(200);
        final int ofA = database.runsOn("a").size();
        Figures.print("T12", "200 calls on 2 instances of 4 threads: %d and %d".formatted(ofA, 200 - ofA));
        assertThat(ofA).isBetween(50, 150);
        assertThat(mostAtOnce(database.runsOn("a"))).isLessThanOrEqualTo(4);
        assertThat(mostAtOnce(database.runsOn("b"))).isLessThanOrEqualTo(4);
    }

    @Test
    void manySendsOfOneKeyAtATimeAreOneCall() throws Exception {
        final Database database = instances.database();
        final Instance a = instances.start("a", PAUSED);
        final Instance b = instances.start("b", PAUSED);

        final List<CompletableFuture<String>> receipts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            receipts.add(a.send("once", "key", 1));
            receipts.add(b.send("once", "key", 1));
        }

        final List<String> answers = new ArrayList<>();
        for (CompletableFuture<String> receipt : receipts) {
            answers.add(receipt.get(60, TimeUnit.SECONDS));
        }
        assertThat(answers).allMatch(answer -> answer.matches("\\S+ (true|false)"));
        assertThat(answers).filteredOn(answer -> answer.endsWith(" false")).hasSize(1);
        assertThat(answers)
                .extracting(answer -> answer.split(" ", 2)[0])
                .containsOnly(answers.get(0).split(" ", 2)[0]);
        a.ask("resume");
        b.ask("resume");
        await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
        assertThat(database.runs()).hasSize(1);
        Figures.print("T10", "50 sends of one key on 2 instances: 49 duplicates, 1 run");
    }

    /** The most runs at one moment, which is one at which a run begins. */
    private static long mostAtOnce(List<Run> runs) {
        return runs.stream()
                .mapToLong(one -> runs.stream()
                        .filter(other -> !other.began().isAfter(one.began())
                                && other.ended().orElseThrow().isAfter(one.began()))
                        .count())
                .max()
                .orElse(0);
    }
}
