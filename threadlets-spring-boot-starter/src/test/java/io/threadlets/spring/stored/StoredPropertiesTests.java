package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.autoconfigure.ThreadletsStoredAutoConfiguration;
import io.threadlets.spring.config.StoredSettings;
import io.threadlets.spring.queue.QueueRegistry;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

/** The keys of queues with a store: what comes of them, and what keeps an application from starting. */
class StoredPropertiesTests {
    private static ApplicationContextRunner with(String... properties) {
        return Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(ThreadletsStoredAutoConfiguration.class))
                .withPropertyValues(properties);
    }

    private static StoredSettings settings(String... properties) {
        final StoredSettings[] found = new StoredSettings[1];
        with(properties)
                .run(context -> found[0] = Objects.requireNonNull(
                        context.getBean(QueueRegistry.class).stored().settings("reports")));
        return found[0];
    }

    private static void refused(String property, String... texts) {
        with("threadlets.queues.reports.store=fake", property).run(context -> {
            for (String text : texts) {
                assertThat(context.getStartupFailure()).hasMessageContaining(text);
            }
        });
    }

    @Test
    void storedQueueHasTheseDefaults() {
        assertThat(settings("threadlets.queues.reports.store=fake"))
                .isEqualTo(new StoredSettings(
                        "fake",
                        5,
                        Duration.ofSeconds(10),
                        2,
                        Duration.ofMinutes(10),
                        3,
                        Duration.ofDays(14),
                        DataSize.ofKilobytes(64),
                        -1));
    }

    @Test
    void queueOrTheDefaultsSetThem() {
        assertThat(settings(
                        "threadlets.queues.reports.store=fake",
                        "threadlets.queues.reports.retries=0",
                        "threadlets.defaults.retries=7",
                        "threadlets.defaults.capacity=20",
                        "threadlets.defaults.backoff=1s",
                        "threadlets.defaults.backoff-multiplier=1.5",
                        "threadlets.defaults.backoff-max=1m",
                        "threadlets.defaults.max-crashes=1",
                        "threadlets.defaults.keep-dead=1d",
                        "threadlets.defaults.max-payload=1MB"))
                .isEqualTo(new StoredSettings(
                        "fake",
                        0,
                        Duration.ofSeconds(1),
                        1.5,
                        Duration.ofMinutes(1),
                        1,
                        Duration.ofDays(1),
                        DataSize.ofMegabytes(1),
                        20));
    }

    @Test
    void defaultsReachStoredQueuesOnly() {
        with(
                        "threadlets.queues.disk.max-threads=2",
                        "threadlets.defaults.retries=7",
                        "threadlets.queues.m.store=memory")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(StoredQueues.class);
                    assertThat(context.getBean(QueueRegistry.class).stored().names())
                            .isEmpty();
                });
    }

    @Test
    void storeCountsInPlaceOfTheQueueItself() {
        with("threadlets.queues.reports.store=fake", "threadlets.queues.reports.capacity=5")
                .run(context -> {
                    final QueueSnapshot reports =
                            context.getBean("reports", ThreadletQueue.class).snapshot();
                    assertThat(reports.capacity()).isEqualTo(Integer.MAX_VALUE);
                });
    }

    @Test
    void unknownStoreIsReportedWithTheArtifactThatBringsIt() {
        with("threadlets.queues.reports.store=jdbc")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("threadlets.queues.reports.store is jdbc, but there is no such store")
                        .hasMessageContaining("Stores: memory, fake")
                        .hasMessageContaining("Add the dependency io.threadlets:threadlets-jdbc"));
        with("threadlets.queues.reports.store=jdcb")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("Did you mean 'jdbc'?")
                        .hasMessageContaining("io.threadlets:threadlets-jdbc"));
        with("threadlets.queues.reports.store=kafka")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("io.threadlets:threadlets-jdbc brings 'jdbc'"));
    }

    @Test
    void propertiesOfAStoreThatIsNotThereAreReportedWithTheArtifact() {
        refused("threadlets.jdbc.heartbeat=1s", "threadlets.jdbc", "Add the dependency io.threadlets:threadlets-jdbc");
    }

    @Test
    void propertiesOfAStoreAreChecked() {
        refused("threadlets.fake.puase=1s", "Did you mean pause? Use threadlets.fake.pause");
        with("threadlets.queues.reports.store=fake", "threadlets.fake.pause=1s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void whatTheStoreHasAgainstAQueueIsReported() {
        with("threadlets.queues.bad.store=fake", "threadlets.queues.bad.retries=-1")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("The fake store cannot keep queue 'bad'")
                        .hasMessageContaining("threadlets.queues.bad.retries is -1"));
    }

    @Test
    void whatAStoredQueueCannotBeIsReported() {
        refused("threadlets.queues.reports.on-full=caller-runs", "threadlets.queues.reports.on-full is caller-runs");
        refused("threadlets.defaults.on-full=block", "threadlets.defaults.on-full is block");
        refused("threadlets.queues.reports.queue-timeout=1s", "threadlets.queues.reports.queue-timeout is PT1S");
        refused("threadlets.queues.reports.max-threads=501", "threadlets.queues.reports.max-threads is 501");
        refused("threadlets.queues.global.store=fake", "the queue 'global' cannot have a store");
        refused("threadlets.defaults.store=fake", "threadlets.defaults.store is fake");
    }

    @Test
    void keysOfStoredQueuesOnOthersAreReported() {
        for (String key : new String[] {
            "retries=1",
            "backoff=1s",
            "backoff-multiplier=2",
            "backoff-max=1s",
            "max-crashes=1",
            "keep-dead=1d",
            "max-payload=1KB"
        }) {
            refused(
                    "threadlets.queues.disk." + key,
                    "threadlets.queues.disk." + key.substring(0, key.indexOf('=')) + " is",
                    "the queue has no store");
        }
    }

    @Test
    void valuesThatMakeNoSenseAreReported() {
        refused("threadlets.queues.reports.retries=-1", "must be at least 0");
        refused("threadlets.defaults.max-crashes=0", "threadlets.defaults.max-crashes is 0, but must be at least 1");
        refused("threadlets.queues.reports.backoff-multiplier=0.5", "must be at least 1");
        refused("threadlets.queues.reports.backoff-multiplier=NaN", "must be at least 1");
        refused("threadlets.queues.reports.max-payload=0B", "must be more than 0");
        refused("threadlets.queues.reports.backoff=-1s", "must not be negative");
        refused("threadlets.queues.reports.backoff-max=-1s", "must not be negative");
        refused("threadlets.queues.reports.keep-dead=-1s", "must not be negative");
    }
}
