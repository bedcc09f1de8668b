package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsObservationAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsStoredAutoConfiguration;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What docs/metrics.md lists and shows is what there is. */
class MetricsTests {
    private static final Document PAGE = Document.of("docs/metrics.md");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SimpleTracer tracer = new SimpleTracer();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    ThreadletsMetricsAutoConfiguration.class,
                    ThreadletsObservationAutoConfiguration.class,
                    ThreadletsStoredAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> registry)
            .withBean(FakeStore.class, () -> new FakeStore(new FakeShelf()))
            .withPropertyValues("threadlets.queues.mail.on-full=block", "threadlets.queues.reports.store=fake");

    private static List<List<String>> table() {
        return PAGE.rows()
                .filter(row -> row.size() == 6 && row.get(0).startsWith("`threadlets."))
                .toList();
    }

    @Test
    void tableListsEachMeterWithItsTypeItsUnitAndItsTags() {
        contexts.run(context -> assertThat(registry.getMeters().stream()
                        .filter(meter -> "mail".equals(meter.getId().getTag("queue")) || isOfStoredCalls(meter))
                        .map(MetricsTests::described)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(table().stream()
                        .map(row -> row.get(0).replace("`", "") + " " + row.get(1) + " " + row.get(2) + " "
                                + row.get(3).replace("`", "").replace(", work if asked for", ""))
                        .toList()));
    }

    private static boolean isOfStoredCalls(Meter meter) {
        return "reports".equals(meter.getId().getTag("queue"))
                && meter.getId().getName().startsWith("threadlets.stored.");
    }

    private static String described(Meter meter) {
        final Meter.Id id = meter.getId();
        return id.getName() + " " + id.getType().name().toLowerCase(Locale.ROOT) + " "
                + Objects.requireNonNullElse(id.getBaseUnit(), "") + " "
                + id.getTags().stream()
                        .map(tag -> tag.getKey())
                        .filter(key -> !key.equals("queue"))
                        .findFirst()
                        .orElse("");
    }

    @Test
    void prometheusGetsTheNamesOfTheTable() {
        contexts.run(context -> {
            final String scrape = registry.scrape();
            assertThat(table().stream().flatMap(row -> names(row.get(5).replace("`", ""))))
                    .hasSize(37)
                    .allSatisfy(name -> assertThat(scrape).contains("\n" + name + "{"));
        });
    }

    /** Of {@code wait_seconds_{count,sum}} two. */
    private static Stream<String> names(String cell) {
        final int brace = cell.indexOf('{');
        return brace < 0
                ? Stream.of(cell)
                : Stream.of(cell.substring(brace + 1, cell.length() - 1).split(","))
                        .map(end -> cell.substring(0, brace) + end);
    }

    static class MailService {
        @Threadlet("mail")
        String send() {
            return "sent";
        }
    }

    @Test
    void conventionThatIsShownNamesSpans() {
        assertThat(Document.compiled())
                .contains(Document.folded(PAGE.blocks("java").get(0)));
        contexts.withBean(WorkNames.class)
                .withBean(MailService.class)
                .withBean(Tracer.class, () -> tracer)
                .withBean(DefaultTracingObservationHandler.class, () -> new DefaultTracingObservationHandler(tracer))
                .run(context -> {
                    assertThat(context.getBean(MailService.class).send()).isEqualTo("sent");
                    Contexts.awaitRest(context);
                    assertThat(tracer.getSpans())
                            .hasSize(1)
                            .first()
                            .satisfies(span -> assertThat(span.getName()).isEqualTo("mail MailService.send"));
                });
    }
}
