package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Gate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the health of a whole application says of its queues. */
class ThreadletsHealthTests {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "threadlets.queues.disk.max-threads=1",
                    "threadlets.queues.disk.capacity=1",
                    "management.health.rabbit.enabled=false",
                    "management.endpoint.health.probes.enabled=false");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        ThreadletQueue mail() {
            return ThreadletQueue.builder("mail").maxThreads(2).build();
        }
    }

    @Test
    void eachQueueHasAnEntryUnderItsNameWithItsNumbers() {
        contexts.withPropertyValues("threadlets.queues[a/b].max-threads=3").run(context -> {
            assertThat(queues(context).getComponents()).containsOnlyKeys("disk", "mail", "global", "a/b");
            assertThat(entry(context, "disk").getStatus()).isEqualTo(Status.UP);
            assertThat(entry(context, "disk").getDetails())
                    .containsEntry("state", "running")
                    .containsEntry("cur", 0)
                    .containsEntry("idle", 0)
                    .containsEntry("queued", 0)
                    .containsEntry("max", 1)
                    .containsEntry("capacity", 1)
                    .containsEntry("rejectedInLastMinute", 0L)
                    .doesNotContainKeys("saturatedFor", "pausedFor");
            assertThat(entry(context, "mail").getDetails())
                    .containsEntry("max", 2)
                    .doesNotContainKey("capacity");
        });
    }

    @Test
    void saturatedQueueDoesNotTakeTheApplicationDown() {
        contexts.withPropertyValues("threadlets.health.saturated-after=0s").run(saturated(context -> {
            final IndicatedHealthDescriptor disk = entry(context, "disk");
            assertThat(disk.getStatus().getCode()).isEqualTo("SATURATED");
            assertThat(disk.getStatus().getDescription()).matches("no idle thread and 1 work waiting for \\S+ \\w+");
            assertThat(disk.getDetails()).containsEntry("queued", 1).containsKey("saturatedFor");
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        }));
    }

    @Test
    void queueThatIsBusyForAShorterTimeIsUp() {
        contexts.withPropertyValues("threadlets.health.saturated-after=1h").run(saturated(context -> {
            assertThat(entry(context, "disk").getStatus()).isEqualTo(Status.UP);
            assertThat(entry(context, "disk").getDetails()).containsKey("saturatedFor");
        }));
    }

    @Test
    void queueThatRefusedAWorkIsSaturatedThoughItIsPaused() {
        contexts.withPropertyValues("threadlets.queues.disk.capacity=0").run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.pause();
            assertThatThrownBy(() -> disk.submit(() -> "late")).isInstanceOf(ThreadletRejectedException.class);
            assertThat(entry(context, "disk").getStatus())
                    .isEqualTo(new Status("SATURATED", "1 work rejected in the last minute"));
            assertThat(entry(context, "disk").getStatus().getDescription())
                    .isEqualTo("1 work rejected in the last minute");
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void pausedQueueIsUpAndSaysSo() {
        contexts.run(context -> {
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.pause();
            final ThreadletWork waiting = ThreadletWork.of(() -> {});
            disk.submit(waiting);
            assertThat(entry(context, "disk").getStatus()).isEqualTo(Status.UP);
            assertThat(entry(context, "disk").getDetails())
                    .containsEntry("state", "paused")
                    .containsEntry("queued", 1)
                    .containsKey("pausedFor");
            disk.resume();
        });
    }

    @Test
    void queueThatEndedUnderTheApplicationIsDown() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            mail.submit(ThreadletWork.of(gate));
            mail.shutdown();
            assertThat(entry(context, "mail").getStatus()).as("closing").isEqualTo(Status.UP);
            assertThat(entry(context, "mail").getDetails()).containsEntry("state", "closing");
            gate.open();
            await().until(mail::isTerminated);
            assertThat(entry(context, "mail").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void queuesThatEndWithTheApplicationAreNotDown() {
        contexts.run(context -> {
            final HealthEndpoint health = context.getBean(HealthEndpoint.class);
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            context.getSourceApplicationContext().close();
            assertThat(mail.isTerminated()).isTrue();
            assertThat(health.healthForPath("threadlets", "mail"))
                    .isNotNull()
                    .returns(Status.UP, found -> found.getStatus());
        });
    }

    @Test
    void switchedOffThereIsNoEntry() {
        contexts.withPropertyValues("management.health.threadlets.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ThreadletsHealth.class));
    }

    @Test
    void negativeTimeKeepsTheApplicationFromStarting() {
        contexts.withPropertyValues("threadlets.health.saturated-after=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("threadlets.health.saturated-after is PT-1S, but must not be negative"));
    }

    /** One work runs, and one waits. */
    private static ContextConsumer<AssertableApplicationContext> saturated(
            ContextConsumer<AssertableApplicationContext> check) {
        return context -> {
            final Gate gate = new Gate();
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.submit(ThreadletWork.of(gate));
            disk.submit(ThreadletWork.of(gate));
            gate.awaitReached();
            try {
                check.accept(context);
            } finally {
                gate.open();
            }
        };
    }

    private static HealthDescriptor health(AssertableApplicationContext context) {
        return context.getBean(HealthEndpoint.class).health();
    }

    private static CompositeHealthDescriptor queues(AssertableApplicationContext context) {
        return (CompositeHealthDescriptor)
                Objects.requireNonNull(context.getBean(HealthEndpoint.class).healthForPath("threadlets"));
    }

    private static IndicatedHealthDescriptor entry(AssertableApplicationContext context, String queue) {
        return (IndicatedHealthDescriptor) Objects.requireNonNull(
                Objects.requireNonNull(queues(context).getComponents()).get(queue));
    }
}
