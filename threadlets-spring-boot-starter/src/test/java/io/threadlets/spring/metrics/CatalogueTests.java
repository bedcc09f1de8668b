package io.threadlets.spring.metrics;

import static io.threadlets.spring.metrics.MeteredContexts.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which meters there are, from the start. */
class CatalogueTests {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationContextRunner contexts = MeteredContexts.with(registry)
            .withPropertyValues("threadlets.queues.disk.max-threads=1", "threadlets.queues.disk.on-full=block");

    /** As {@code COUNTER threadlets.completed (works) outcome=expired}. */
    private List<String> metersOf(String tag, String queue) {
        return registry.getMeters().stream()
                .filter(meter -> queue.equals(meter.getId().getTag(tag)))
                .map(meter -> described(meter, tag))
                .toList();
    }

    private static String described(Meter meter, String tag) {
        final Meter.Id id = meter.getId();
        final String others = id.getTags().stream()
                .filter(other -> !other.getKey().equals(tag))
                .map(Tag::toString)
                .map(text -> text.replaceAll("tag\\((.*)\\)", " $1"))
                .collect(Collectors.joining());
        return id.getType() + " " + id.getName() + (id.getBaseUnit() == null ? "" : " (" + id.getBaseUnit() + ")")
                + others;
    }

    @Test
    void eachQueueHasTheseMetersAndNoOthers() {
        contexts.run(context -> assertThat(metersOf("queue", "disk"))
                .containsExactlyInAnyOrder(
                        "GAUGE threadlets.cur (threads)",
                        "GAUGE threadlets.idle (threads)",
                        "GAUGE threadlets.queued (works)",
                        "GAUGE threadlets.running (works)",
                        "GAUGE threadlets.min (threads)",
                        "GAUGE threadlets.max (threads)",
                        "GAUGE threadlets.capacity (works)",
                        "GAUGE threadlets.queued.peak (works)",
                        "GAUGE threadlets.running.peak (works)",
                        "GAUGE threadlets.queued.oldest (seconds)",
                        "GAUGE threadlets.running.longest (seconds)",
                        "GAUGE threadlets.paused",
                        "COUNTER threadlets.submitted (works)",
                        "COUNTER threadlets.completed (works) outcome=success",
                        "COUNTER threadlets.completed (works) outcome=failure",
                        "COUNTER threadlets.completed (works) outcome=cancelled",
                        "COUNTER threadlets.completed (works) outcome=expired",
                        "COUNTER threadlets.rejected (works) reason=full",
                        "COUNTER threadlets.rejected (works) reason=closed",
                        "COUNTER threadlets.rejected (works) reason=no-thread",
                        "TIMER threadlets.wait (seconds)",
                        "TIMER threadlets.work (seconds) error=none",
                        "TIMER threadlets.submit.blocked (seconds)"));
    }

    @Test
    void queueThatDoesNotBlockHasNoTimerOfBlockedSubmitters() {
        contexts.run(context -> assertThat(metersOf("queue", "global"))
                .hasSize(22)
                .noneMatch(meter -> meter.contains("submit.blocked")));
    }

    @Test
    void applicationThatStoresNothingHasNoMetersOfStoredCalls() {
        contexts.run(context -> assertThat(registry.getMeters())
                .isNotEmpty()
                .noneMatch(meter -> meter.getId().getName().startsWith("threadlets.stored")));
    }

    @Test
    void countersAreZeroFromTheStart() {
        contexts.run(context -> {
            for (String reason : List.of("full", "closed", "no-thread")) {
                assertThat(count(registry, "threadlets.rejected", "disk", "reason", reason))
                        .isZero();
            }
            for (String outcome : List.of("success", "failure", "cancelled", "expired")) {
                assertThat(count(registry, "threadlets.completed", "disk", "outcome", outcome))
                        .isZero();
            }
        });
    }

    @Test
    void queueOfTheApplicationHasWhatItsNumbersTell() {
        contexts.withUserConfiguration(Own.class).run(context -> {
            assertThat(metersOf("queue", "own"))
                    .hasSize(18)
                    .contains("COUNTER threadlets.rejected (works) reason=unknown")
                    .noneMatch(meter -> meter.startsWith("TIMER"));
            final ThreadletQueue own = context.getBean("own", ThreadletQueue.class);
            own.pause();
            own.submit(() -> "never").cancel(false);
            assertThat(count(registry, "threadlets.completed", "own", "outcome", "cancelled"))
                    .isEqualTo(1);
            own.shutdown();
            assertThat(own.executor().isShutdown()).isTrue();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("own").build();
        }
    }

    @Test
    void executorNamesAreNotThereUnlessAskedFor() {
        contexts.run(context -> assertThat(metersOf("name", "disk")).isEmpty());
    }

    @Test
    void executorNamesAreThereIfAskedFor() {
        contexts.withPropertyValues("threadlets.metrics.executor-names=true").run(context -> {
            assertThat(metersOf("name", "disk"))
                    .containsExactlyInAnyOrder(
                            "GAUGE executor.active (threads)",
                            "GAUGE executor.pool.size (threads)",
                            "GAUGE executor.pool.core (threads)",
                            "GAUGE executor.pool.max (threads)",
                            "GAUGE executor.queued (tasks)",
                            "GAUGE executor.queue.remaining (tasks)",
                            "COUNTER executor.completed (tasks)");
            final Gate gate = new Gate();
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            disk.executor().execute(gate);
            disk.executor().execute(() -> {});
            gate.awaitReached();
            assertThat(executor("executor.active")).isEqualTo(1);
            assertThat(executor("executor.pool.size")).isEqualTo(1);
            assertThat(executor("executor.queued")).isEqualTo(1);
            assertThat(executor("executor.queue.remaining")).isEqualTo(9_999);
            gate.open();
            context.close();
            assertThat(metersOf("name", "disk")).isEmpty();
        });
    }

    private double executor(String name) {
        final Gauge gauge = registry.get(name).tag("name", "disk").gauge();
        return gauge.value();
    }
}
