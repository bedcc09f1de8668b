package io.threadlets.jdbc.instances;

import static io.threadlets.jdbc.instances.Instances.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueues;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What needs no JVM of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OneJvmTests {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    private final Instances instances = new Instances();

    @Test
    void callIsStoredWithTheCommitAndNotBeforeIt() throws Exception {
        try (ConfigurableApplicationContext context = start("a")) {
            final Works works = context.getBean(Works.class);
            transaction(context).executeWithoutResult(open -> {
                send(works, 1);
                // Another one that is stored at once, and runs although it was sent later: polls do not see the first.
                final Thread other = new Thread(() -> send(works, 2));
                other.start();
                await().atMost(PATIENCE)
                        .until(() -> instances.database().ended().contains(2L));
                assertThat(instances.database().runsOf(1)).isEmpty();
            });
            await().atMost(PATIENCE).until(() -> instances.database().ended().contains(1L));
        }
    }

    @Test
    void callIsNotStoredWhereTheTransactionRollsBack() throws Exception {
        try (ConfigurableApplicationContext context = start("a")) {
            final Works works = context.getBean(Works.class);
            transaction(context).executeWithoutResult(open -> {
                send(works, 1);
                open.setRollbackOnly();
            });
            send(works, 2);
            await().atMost(PATIENCE).until(() -> instances.database().ended().contains(2L));
            assertThat(instances.database().rows("work")).isZero();
            assertThat(instances.database().runsOf(1)).isEmpty();
        }
    }

    @Test
    void contextThatStopsAndStartsAgainGoesOnWithItsCalls() throws Exception {
        try (ConfigurableApplicationContext context = start("a")) {
            final Works works = context.getBean(Works.class);
            send(works, 1);
            await().atMost(PATIENCE).until(() -> instances.database().ended().contains(1L));

            context.stop();
            send(works, 2);
            context.start();

            send(works, 3);
            await().atMost(PATIENCE).until(() -> instances.database().ended().size() == 3);
            assertThat(instances.database().runs()).hasSize(3);
        }
    }

    @Test
    void contextsInOneJvmShareTheCallsAndAreToldApart() throws Exception {
        try (ConfigurableApplicationContext first = start("a", PAUSED);
                ConfigurableApplicationContext second = start("b", PAUSED)) {
            for (int work = 1; work <= 8; work++) {
                first.getBean(Works.class).hold(work);
            }
            queue(first).resume();
            queue(second).resume();

            await().atMost(PATIENCE).until(() -> instances.database().runs().size() == 8);
            assertThat(instances.database().runsOn("a")).hasSize(4);
            await().atMost(PATIENCE).until(() -> running(second).equals(List.of(4L, 4L)));
        }
        assertThat(instances.database().rows("work")).isEqualTo(8); // given back, for whoever comes next
    }

    private ConfigurableApplicationContext start(String name, String... settings) {
        final SpringApplicationBuilder builder =
                new SpringApplicationBuilder(StoredApplication.class).registerShutdownHook(false);
        Instances.settings(instances.database(), settings)
                .forEach((key, value) -> builder.properties(key + "=" + value));
        return builder.properties("test.instance=" + name, "threadlets.shutdown-timeout=500ms")
                .run();
    }

    private static void send(Works works, long work) {
        try {
            works.work(work, 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static ThreadletQueue queue(ConfigurableApplicationContext context) {
        return context.getBean("work", ThreadletQueue.class);
    }

    /** How many calls run on each instance. */
    private static List<Long> running(ConfigurableApplicationContext context) {
        return List.copyOf(context.getBean(ThreadletQueues.class)
                .stored("work")
                .snapshot()
                .instances()
                .values());
    }
}
