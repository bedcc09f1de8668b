package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Instances.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two releases of an application at one time, as in a rolling deployment. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ReleaseTests {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Tag("stress")
    @Test
    void callsThatTheOldReleaseDoesNotKnowWaitForTheNewOne() throws Exception {
        final Database database = instances.database();
        final Instance old = instances.start("old");
        final Instance next = instances.start("next", "spring.profiles.active=next-release", PAUSED);

        for (int work = 1; work <= 5; work++) {
            next.ask("add", work);
        }
        await().atMost(PATIENCE).until(() -> old.ask("count", "ORPHANED").equals("5"));
        assertThat(old.ask("count", "WAITING")).isEqualTo("0");
        assertThat(next.ask("count", "WAITING")).isEqualTo("5");
        old.ask("works", 11, 40, 0); // the old one goes on with what it knows
        await().atMost(PATIENCE).until(() -> database.ended().size() == 30);
        assertThat(database.rows("work")).isEqualTo(5);

        next.ask("resume");
        await().atMost(PATIENCE).until(() -> database.rows("work") == 0);
        assertThat(database.runs().stream().filter(run -> run.work() <= 5))
                .hasSize(5)
                .allSatisfy(run -> assertThat(run.instance()).isEqualTo("next"));
        Figures.print("T6", "5 calls left alone by the old release, run by the new one, 0 lost");
    }
}
