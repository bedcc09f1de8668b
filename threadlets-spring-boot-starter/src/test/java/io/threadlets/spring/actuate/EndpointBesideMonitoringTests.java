package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.metrics.MeteredContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the endpoint shows of what meters and traces know. */
class EndpointBesideMonitoringTests {
    private final ApplicationContextRunner contexts = EndpointContexts.create()
            .withBean(Mails.class)
            .withPropertyValues(EndpointContexts.EXPOSED, "threadlets.queues.mail.max-threads=1");

    @Test
    void queueShowsHowLongItsWorksHaveWaitedAndRunWhereThereAreMeters() {
        final MockClock clock = new MockClock();
        MeteredContexts.metered(contexts, new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock))
                .run(context -> {
                    final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
                    final Gate gate = new Gate();
                    final List<CompletableFuture<String>> sent = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        sent.add(context.getBean(Mails.class).send("ann", gate));
                    }
                    gate.open();
                    assertThat(sent).allSatisfy(call -> assertThat(call).succeedsWithin(20, TimeUnit.SECONDS));
                    Contexts.awaitRest(context);
                    final QueueDescriptor mail = endpoint.queue("mail");
                    final TimesDescriptor waited = Objects.requireNonNull(mail.waits());
                    final TimesDescriptor ran = Objects.requireNonNull(mail.work());
                    assertThat(waited.count()).isEqualTo(3);
                    assertThat(ran.count()).isEqualTo(3);
                    assertThat(waited.maxMs()).isGreaterThanOrEqualTo(waited.meanMs());
                    assertThat(ran.maxMs()).isGreaterThanOrEqualTo(ran.meanMs());
                });
    }

    @Test
    void queueShowsNoTimesWhereNobodyMeasuresThem() {
        contexts.run(context -> {
            final QueueDescriptor mail =
                    context.getBean(ThreadletsEndpoint.class).queue("mail");
            assertThat(mail.waits()).isNull();
            assertThat(mail.work()).isNull();
        });
    }

    /** Spring Boot puts it there for log lines, whichever tracer there is. */
    @Test
    void waitingAndRunningWorksNameTheTraceThatStandsInTheLogContextOfWhoSubmitsThem() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final List<CompletableFuture<String>> sent = new ArrayList<>();
            for (String trace : List.of("803b448a0489f84084905d3093480352", "3425f23bb2432450")) {
                try (MDC.MDCCloseable logged = MDC.putCloseable("traceId", trace)) {
                    assertThat(logged).isNotNull();
                    sent.add(context.getBean(Mails.class).send("ann", gate));
                }
            }
            gate.awaitReached();
            final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
            final RunningDescriptor running =
                    (RunningDescriptor) endpoint.works("mail", "running", null, null, null, null);
            final QueuedDescriptor queued = (QueuedDescriptor) endpoint.works("mail", "queued", null, null, null, null);
            gate.open();
            assertThat(running.works())
                    .extracting(RunningDescriptor.Work::traceId)
                    .containsExactly("803b448a0489f84084905d3093480352");
            assertThat(queued.works())
                    .extracting(QueuedDescriptor.Work::traceId)
                    .containsExactly("3425f23bb2432450");
            assertThat(sent).allSatisfy(call -> assertThat(call).succeedsWithin(20, TimeUnit.SECONDS));
        });
    }
}
