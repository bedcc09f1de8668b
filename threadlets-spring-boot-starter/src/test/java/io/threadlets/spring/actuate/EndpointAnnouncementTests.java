package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What the log says of where the queues can be seen. */
@ExtendWith(OutputCaptureExtension.class)
class EndpointAnnouncementTests {
    private static final String EXPOSED = "management.endpoints.web.exposure.include=threadlets";
    private static final String READ_ONLY =
            " (read-only; management.endpoint.threadlets.access=unrestricted allows changes)";

    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner().withUserConfiguration(Application.class);

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void endpointThatIsExposedIsNamedAfterTheQueues(CapturedOutput output) {
        web.withPropertyValues(
                        EXPOSED,
                        "threadlets.queues.mail.min-threads=2",
                        "threadlets.queues.mail.max-threads=8",
                        "threadlets.queues.mail.capacity=100")
                .run(context -> assertThat(output.getOut())
                        .containsSubsequence(
                                "2 queues ready: mail (2 to 8 threads, room for 100), global (64 threads, room for 10000)",
                                "See them at /actuator/threadlets" + READ_ONLY));
    }

    @Test
    void pathIsTheOneThatClientsUse(CapturedOutput output) {
        web.withPropertyValues(
                        EXPOSED, "server.servlet.context-path=/shop", "management.endpoints.web.base-path=/manage")
                .run(context -> assertThat(output).contains("See them at /shop/manage/threadlets (read-only"));
    }

    @Test
    void webFluxHasAPathToo(CapturedOutput output) {
        new ReactiveWebApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues(EXPOSED, "management.endpoint.threadlets.access=UNRESTRICTED")
                .run(context -> assertThat(output).contains("See them at /actuator/threadlets (changes are allowed)"));
    }

    @Test
    void endpointThatIsNotExposedIsToldHowTo(CapturedOutput output) {
        web.run(context -> assertThat(output)
                .contains("To see them live: management.endpoints.web.exposure.include=health,threadlets"));
    }

    @Test
    void whoAllowsNoAccessIsNotToldHowTo(CapturedOutput output) {
        web.withPropertyValues("management.endpoint.threadlets.access=NONE")
                .run(context -> assertThat(output).contains("queue ready").doesNotContain("see them live"));
    }
}
