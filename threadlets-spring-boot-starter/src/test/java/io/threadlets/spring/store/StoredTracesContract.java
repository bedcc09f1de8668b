package io.threadlets.spring.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.threadlets.spring.Gate;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.observation.ExportedSpans;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A trace goes along with a stored call, whichever instance runs it. */
public abstract class StoredTracesContract extends StoreInstances {
    private final ExportedSpans spans = new ExportedSpans();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void closeSpans() {
        spans.close();
    }

    private ConfigurableApplicationContext startTraced() {
        return start(Application.class);
    }

    @Override
    protected final SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return onStoreOf(application).initializers(context -> {
            final GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(MeterRegistry.class, () -> meters);
            beans.registerBean(Tracer.class, spans::tracer);
            beans.registerBean(
                    DefaultTracingObservationHandler.class, () -> new DefaultTracingObservationHandler(spans.tracer()));
        });
    }

    /** Makes an application one on the store. */
    protected abstract SpringApplicationBuilder onStoreOf(SpringApplicationBuilder application);

    private static void inSpan(
            ConfigurableApplicationContext sender, String name, Observation.CheckedRunnable<Exception> task)
            throws Exception {
        Observation.createNotStarted(name, sender.getBean(ObservationRegistry.class))
                .observeChecked(task);
    }

    private SpanData awaitSpan(String name) {
        return soon().until(() -> spans.find(name), Optional::isPresent).orElseThrow();
    }

    @Test
    void spanOfACallThatAnotherInstanceRunsIsTheChildOfItsSendersSpan() throws Exception {
        final ConfigurableApplicationContext sender = paused(startTraced());
        inSpan(sender, "request", () -> sender.getBean(Jobs.class).run("a"));

        startTraced();

        final SpanData request = spans.named("request");
        final SpanData work = awaitSpan("work Jobs.run");
        assertThat(work.getTraceId()).isEqualTo(request.getTraceId());
        assertThat(work.getParentSpanId()).isEqualTo(request.getSpanId());
    }

    @Test
    void runningCallShowsTheTraceOfItsSenderAndIsTimedOnce() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final ConfigurableApplicationContext sender = startTraced();
        inSpan(sender, "request", () -> sender.getBean(Jobs.class).run("a"));
        gate.awaitReached();

        final QueueInspector inspector = new QueueInspector(sender.getBean(QueueRegistry.class));
        assertThat(inspector
                        .running(requireNonNull(inspector.queues().get("jobs")), 10, 1)
                        .works())
                .singleElement()
                .satisfies(running -> assertThat(running.traceId())
                        .isEqualTo(spans.named("request").getTraceId()));
        gate.open();

        awaitNone();
        soon().untilAsserted(() -> assertThat(meters.get("threadlets.work").tag("queue", "jobs").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isEqualTo(1));
    }

    @Test
    void callThatIsSentOutsideOfATraceBeginsOne() throws Exception {
        final ConfigurableApplicationContext sender = startTraced();
        sender.getBean(Jobs.class).run("a");

        final SpanData work = awaitSpan("work Jobs.run");
        assertThat(work.getParentSpanId()).isEqualTo("0000000000000000");
    }
}
