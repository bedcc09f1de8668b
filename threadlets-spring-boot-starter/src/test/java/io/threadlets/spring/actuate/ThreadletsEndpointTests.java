package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.autoconfigure.ThreadletsEndpointAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsHistoryAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ThreadletsEndpointTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withConfiguration(AutoConfigurations.of(
                    EndpointAutoConfiguration.class,
                    ThreadletsHistoryAutoConfiguration.class,
                    ThreadletsEndpointAutoConfiguration.class))
            .withPropertyValues("threadlets.queues.disk.max-threads=2");
    private final ApplicationContextRunner exposed =
            contexts.withPropertyValues("management.endpoints.web.exposure.include=threadlets");

    @Test
    void endpointIsThereWhereItIsExposed() {
        contexts.withPropertyValues("management.endpoints.web.exposure.include=threadlets")
                .run(context -> assertThat(context)
                        .hasSingleBean(ThreadletsEndpoint.class)
                        .hasSingleBean(ThreadletsEndpointWebExtension.class));
    }

    @Test
    void endpointIsAbsentWhereItIsNotExposedOrAccessIsNone() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(ThreadletsEndpoint.class));
        contexts.withPropertyValues(
                        "management.endpoints.web.exposure.include=threadlets",
                        "management.endpoint.threadlets.access=NONE")
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
