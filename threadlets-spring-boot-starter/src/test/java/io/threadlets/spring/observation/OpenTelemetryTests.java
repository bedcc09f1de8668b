package io.threadlets.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.autoconfigure.ThreadletsObservationAutoConfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;

/** Spans as they leave the application. */
class OpenTelemetryTests {
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
        try (ExportedSpans exported = new ExportedSpans()) {
            final Tracer tracer = exported.tracer();
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
