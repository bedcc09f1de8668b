package io.threadlets.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.autoconfigure.ThreadletsObservationAutoConfiguration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;

/** Spans as they leave the application. */
class OpenTelemetryTests {
    /** Keeps what has ended. */
    private static final class Exported implements SpanExporter {
        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }

        private SpanData named(String name) {
            return spans.stream()
                    .filter(span -> span.getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static class Mail {
        private final Tracer tracer;

        Mail(Tracer tracer) {
            this.tracer = tracer;
        }

        @Threadlet("mail")
        CompletableFuture<String> send() {
            tracer.nextSpan().name("inside").start().end();
            return CompletableFuture.completedFuture("sent");
        }
    }

    @Test
    void spanIsTheChildOfARequestThatHasEndedAndTheParentOfWhatTheBodyDoes() {
        final Exported exported = new Exported();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build()) {
            final OtelTracer tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {});
            Contexts.withStarter()
                    .withConfiguration(AutoConfigurations.of(
                            ObservationAutoConfiguration.class, ThreadletsObservationAutoConfiguration.class))
                    .withBean(Tracer.class, () -> tracer)
                    .withBean(
                            DefaultTracingObservationHandler.class, () -> new DefaultTracingObservationHandler(tracer))
                    .withBean(Mail.class)
                    .withPropertyValues("threadlets.queues.mail.max-threads=1")
                    .run(context -> {
                        final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
                        queue.pause();
                        final CompletableFuture<String> call = Observation.createNotStarted(
                                        "request", context.getBean(ObservationRegistry.class))
                                .observe(() -> context.getBean(Mail.class).send());
                        final SpanData request = exported.named("request");
                        queue.resume();
                        assertThat(call).succeedsWithin(20, TimeUnit.SECONDS);
                        Contexts.awaitRest(context);
                        final SpanData work = exported.named("work Mail.send");
                        assertThat(work.getTraceId()).isEqualTo(request.getTraceId());
                        assertThat(work.getParentSpanId()).isEqualTo(request.getSpanId());
                        assertThat(work.getStartEpochNanos()).isGreaterThanOrEqualTo(request.getEndEpochNanos());
                        assertThat(exported.named("inside").getParentSpanId()).isEqualTo(work.getSpanId());
                    });
        }
    }
}
