package io.threadlets.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsObservationAutoConfiguration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** An observation for each call, in an application with Boot's registries. */
@ExtendWith(OutputCaptureExtension.class)
class ObservedCallsTests {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final SimpleTracer tracer = new SimpleTracer();

    private final ApplicationContextRunner untraced = Contexts.withStarter()
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    ThreadletsMetricsAutoConfiguration.class,
                    ThreadletsObservationAutoConfiguration.class))
            .withBean(MeterRegistry.class, () -> meters)
            .withBean(Gate.class)
            .withBean(Mail.class)
            .withPropertyValues("threadlets.queues.mail.max-threads=1");

    private final ApplicationContextRunner traced = untraced.withBean(Tracer.class, () -> tracer)
            .withBean(DefaultTracingObservationHandler.class, () -> new DefaultTracingObservationHandler(tracer));

    static class Mail {
        private final ObservationRegistry observations;
        private final Gate gate;

        Mail(ObservationRegistry observations, Gate gate) {
            this.observations = observations;
            this.gate = gate;
        }

        @Threadlet("mail")
        CompletableFuture<@Nullable String> send() {
            final Observation current = observations.getCurrentObservation();
            return CompletableFuture.completedFuture(
                    current == null ? null : current.getContext().getName());
        }

        @Threadlet("mail")
        void fail() {
            throw new IllegalStateException("on purpose");
        }

        @Threadlet("mail")
        CompletableFuture<String> hold() throws InterruptedException {
            gate.pass();
            return CompletableFuture.completedFuture("held");
        }
    }

    private static @Nullable String send(ApplicationContext context) throws Exception {
        final String seen = context.getBean(Mail.class).send().get(20, TimeUnit.SECONDS);
        Contexts.awaitRest(context);
        return seen;
    }

    private SimpleSpan span(String name) {
        return tracer.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long timed() {
        return meters.get("threadlets.work").tag("queue", "mail").timers().stream()
                .mapToLong(io.micrometer.core.instrument.Timer::count)
                .sum();
    }

    @Test
    void callIsASpanWithItsQueueItsOutcomeAndItsWait() {
        traced.run(context -> {
            assertThat(send(context)).isEqualTo("threadlets.work");
            final SimpleSpan span = span("work Mail.send");
            assertThat(span.getTags())
                    .containsEntry("queue", "mail")
                    .containsEntry("outcome", "SUCCESS")
                    .containsEntry("work.id", "1")
                    .containsKey("wait.ms")
                    .doesNotContainKey("work");
        });
    }

    @Test
    void failureOfTheBodyIsTheSpans() {
        traced.withPropertyValues("threadlets.metrics.work-tag=true").run(context -> {
            context.getBean(Mail.class).fail();
            Contexts.awaitRest(context);
            final SimpleSpan span = span("work Mail.fail");
            assertThat(span.getTags()).containsEntry("outcome", "ERROR").containsEntry("work", "Mail.fail");
            assertThat(span.getError()).isInstanceOf(IllegalStateException.class);
            assertThat(meters.get("threadlets.work")
                            .tags("queue", "mail", "work", "Mail.fail", "error", "IllegalStateException")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void parentIsWhatTheCallerWasInAlsoWhenThatHasEnded() {
        parentIsTheCallers(traced);
        parentIsTheCallers(traced.withPropertyValues("threadlets.propagate-context=false"));
    }

    private void parentIsTheCallers(ApplicationContextRunner contexts) {
        contexts.run(context -> {
            final ThreadletQueue queue = context.getBean("mail", ThreadletQueue.class);
            queue.pause();
            final Observation request =
                    Observation.createNotStarted("request", context.getBean(ObservationRegistry.class));
            final CompletableFuture<?> call =
                    request.observe(() -> context.getBean(Mail.class).send());
            final SimpleSpan parent = span("request");
            assertThat(parent.getEndTimestamp().toEpochMilli()).isPositive();
            queue.resume();
            assertThat(call).succeedsWithin(20, TimeUnit.SECONDS);
            Contexts.awaitRest(context);
            final SimpleSpan child = span("work Mail.send");
            assertThat(child.context().traceId()).isEqualTo(parent.context().traceId());
            assertThat(child.context().parentId()).isEqualTo(parent.context().spanId());
            assertThat(child.getStartTimestamp()).isAfterOrEqualTo(parent.getEndTimestamp());
            tracer.getSpans().clear();
        });
    }

    @Test
    void observationBeginsWithTheBody() {
        traced.run(context -> {
            final Mail mail = context.getBean(Mail.class);
            final CompletableFuture<String> first = mail.hold();
            context.getBean(Gate.class).awaitReached();
            final CompletableFuture<?> second = mail.send();
            assertThat(tracer.getSpans()).as("only the first runs").hasSize(1);
            context.getBean(Gate.class).open();
            assertThat(first).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(second).succeedsWithin(20, TimeUnit.SECONDS);
            Contexts.awaitRest(context);
            assertThat(span("work Mail.send").getStartTimestamp())
                    .isAfterOrEqualTo(span("work Mail.hold").getEndTimestamp());
        });
    }

    @Test
    void observedCallIsTimedOnceInTheTimerOfTheCatalogue() {
        traced.run(context -> {
            send(context);
            assertThat(context.getBean("mail", ThreadletQueue.class).submit(() -> "direct"))
                    .succeedsWithin(20, TimeUnit.SECONDS);
            context.getBean(Mail.class).fail();
            Contexts.awaitRest(context);
            assertThat(timed()).isEqualTo(3);
            assertThat(tagKeys()).containsExactly(Set.of("queue", "error"));
            context.close();
            assertThat(meters.getMeters()).noneMatch(ObservedCallsTests::isOurs);
        });
    }

    private Set<Set<String>> tagKeys() {
        return meters.get("threadlets.work").timers().stream()
                .map(timer -> timer.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(Meter meter) {
        return meter.getId().getName().startsWith("threadlets.");
    }

    @Test
    void withoutATracerNothingIsObserved() {
        untraced.run(context -> {
            assertThat(send(context)).isNull();
            assertThat(timed()).isEqualTo(1);
        });
    }

    @Test
    void withoutATracerCallsAreObservedIfAskedFor() {
        untraced.withPropertyValues("threadlets.observations.enabled=true").run(context -> {
            assertThat(send(context)).isEqualTo("threadlets.work");
            assertThat(timed()).isEqualTo(1);
        });
    }

    @Test
    void withATracerObservationsCanBeSwitchedOff() {
        traced.withPropertyValues("threadlets.observations.enabled=false").run(context -> {
            assertThat(send(context)).isNull();
            assertThat(timed()).isEqualTo(1);
            assertThat(tracer.getSpans()).isEmpty();
        });
    }

    @Test
    void callsThatBootLeavesUnobservedAreTimedAllTheSame() {
        traced.withPropertyValues("management.observations.enable.threadlets=false")
                .run(context -> {
                    assertThat(send(context)).isNull();
                    assertThat(timed()).isEqualTo(1);
                    assertThat(tracer.getSpans()).isEmpty();
                });
    }

    @Test
    void conventionOfTheApplicationNamesThem() {
        traced.withBean(ThreadletObservationConvention.class, () -> new DefaultThreadletObservationConvention() {
                    @Override
                    public String getContextualName(ThreadletObservationContext context) {
                        return context.getQueue() + " runs "
                                + context.getMethod().getName();
                    }
                })
                .run(context -> {
                    send(context);
                    assertThat(span("mail runs send").getTags()).containsEntry("queue", "mail");
                });
    }

    @Test
    void askedForWithoutARegistryIsSaid(CapturedOutput output) {
        Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(ThreadletsObservationAutoConfiguration.class))
                .withBean(Plain.class)
                .withPropertyValues("threadlets.observations.enabled=true")
                .run(context -> {
                    assertThat(context.getBean(Plain.class).value()).isEqualTo("value");
                    assertThat(context.getBean(Plain.class).value()).isEqualTo("value");
                    assertThat(output).containsOnlyOnce("threadlets.observations.enabled is true, but");
                });
    }

    static class Plain {
        @Threadlet
        String value() {
            return "value";
        }
    }

    @Test
    void rejectedCallIsNoObservation() {
        traced.run(context -> {
            context.getBean("mail", ThreadletQueue.class).shutdown();
            assertThatThrownBy(() -> context.getBean(Mail.class).fail()).hasMessageContaining("shut down");
            assertThat(tracer.getSpans()).isEmpty();
        });
    }
}
