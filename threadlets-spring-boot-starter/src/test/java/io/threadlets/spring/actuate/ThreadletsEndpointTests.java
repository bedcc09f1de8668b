package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ThreadletsEndpointTests {
    private final ApplicationContextRunner contexts =
            EndpointContexts.create().withPropertyValues("threadlets.queues.disk.max-threads=2");
    private final ApplicationContextRunner exposed = contexts.withPropertyValues(EndpointContexts.EXPOSED);

    @Test
    void endpointIsThereWhereItIsExposed() {
        contexts.withPropertyValues(EndpointContexts.EXPOSED)
                .run(context -> assertThat(context)
                        .hasSingleBean(ThreadletsEndpoint.class)
                        .hasSingleBean(ThreadletsEndpointWebExtension.class));
    }

    @Test
    void endpointIsAbsentWhereItIsNotExposedOrAccessIsNone() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(ThreadletsEndpoint.class));
        contexts.withPropertyValues(EndpointContexts.EXPOSED, "management.endpoint.threadlets.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(ThreadletsEndpoint.class));
    }

    @Test
    void webExtensionIsAbsentWhereOnlyJmxIsExposed() {
        contexts.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=threadlets")
                .run(context -> assertThat(context)
                        .hasSingleBean(ThreadletsEndpoint.class)
                        .doesNotHaveBean(ThreadletsEndpointWebExtension.class));
    }

    @Test
    void stateFollowsTheQueuesLife() {
        exposed.run(context -> {
            final ThreadletsEndpoint endpoint = context.getBean(ThreadletsEndpoint.class);
            final ThreadletQueue disk = context.getBean("disk", ThreadletQueue.class);
            assertThat(endpoint.queue("disk").state()).isEqualTo("running");
            disk.pause();
            assertThat(endpoint.queue("disk").state()).isEqualTo("paused");
            disk.resume();
            final Gate gate = new Gate();
            disk.executor().execute(gate);
            gate.awaitReached();
            disk.shutdown();
            assertThat(endpoint.queue("disk").state()).isEqualTo("closing");
            gate.open();
            disk.close();
            assertThat(endpoint.queue("disk").state()).isEqualTo("closed");
        });
    }

    @Test
    void unknownQueueIsRefusedWithTheKnownOnes() {
        exposed.run(context -> assertThatIllegalArgumentException()
                .isThrownBy(() -> context.getBean(ThreadletsEndpoint.class).queue("dsk"))
                .withMessage("No queue 'dsk'. Queues: disk, global. Did you mean 'disk'?"));
    }
}
