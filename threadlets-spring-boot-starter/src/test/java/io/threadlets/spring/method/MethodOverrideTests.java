package io.threadlets.spring.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Attributes that are set from outside. */
@ExtendWith(OutputCaptureExtension.class)
class MethodOverrideTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.queues.other.max-threads=1");

    interface Sender {
        String send(Gate gate) throws InterruptedException;
    }

    static class MailSender implements Sender {
        @Override
        @Threadlet("q")
        public String send(Gate gate) throws InterruptedException {
            gate.pass();
            return Thread.currentThread().getName();
        }

        @Threadlet("q")
        public String send(Gate gate, String to) throws InterruptedException {
            return send(gate) + to;
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // by its name
        private String instead(Gate gate) {
            return "instead";
        }
    }

    private static Gate open() {
        final Gate gate = new Gate();
        gate.open();
        return gate;
    }

    @Test
    void queueTimeoutAndFallbackAreSetByTheSimpleName() {
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.send].queue=other")
                .run(context -> {
                    final MailSender sender = context.getBean(MailSender.class);
                    assertThat(sender.send(open())).isEqualTo("other-1");
                    assertThat(sender.send(open(), "!")).as("all overloads").isEqualTo("other-1!");
                });
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.send].timeout=20ms")
                .run(context -> assertThatExceptionOfType(ThreadletTimeoutException.class)
                        .isThrownBy(() -> context.getBean(MailSender.class).send(new Gate())));
    }

    @Test
    void classMayBeGivenInFullOrBeOneThatItInherits() {
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[" + MailSender.class.getName() + ".send].queue=other")
                .run(context -> assertThat(context.getBean(MailSender.class).send(open()))
                        .isEqualTo("other-1"));
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[Sender.send].queue=other")
                .run(context -> assertThat(context.getBean(MailSender.class).send(open()))
                        .isEqualTo("other-1"));
    }

    @Test
    void keyOfNoMethodKeepsTheApplicationFromStarting() {
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.sent].timeout=2s")
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(ThreadletsConfigurationException.class)
                        .hasMessageContaining("threadlets.methods[MailSender.sent] is set, but there is no @Threadlet"
                                + " method 'MailSender.sent'. There are: MailSender.send.")
                        .hasMessageContaining("Did you mean threadlets.methods[MailSender.send]?"));
    }

    @Test
    void keyOfABeanThatTheContextDoesWithoutIsOnlyWarnedOf(CapturedOutput output) {
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[com.acme.ReportService.render].timeout=2s")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output)
                            .contains("threadlets.methods[com.acme.ReportService.render] is set, but there is no"
                                    + " @Threadlet method 'com.acme.ReportService.render'. There are: MailSender.send."
                                    + " It has no effect");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class MadeLater {
        @Bean
        @Lazy
        Sender sender() {
            return new MailSender();
        }
    }

    @Test
    void keyOfAMethodThatIsNotThereYetIsNotRefused() {
        contexts.withUserConfiguration(MadeLater.class)
                .withPropertyValues("threadlets.methods[MailSender.send].queue=other")
                .run(context ->
                        assertThat(context.getBean(Sender.class).send(open())).isEqualTo("other-1"));
    }

    @Test
    void wrongValuesAreReportedWithTheProperty() {
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.send].queue=othre")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining(
                                "threadlets.methods[MailSender.send].queue = othre names a queue that does"
                                        + " not exist. Queues: q, other, global. Did you mean \"other\"?"));
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.send].timeout=-2s")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("threadlets.methods[MailSender.send].timeout is PT-2S"));
        contexts.withBean(MailSender.class)
                .withPropertyValues("threadlets.methods[MailSender.send].fallback=instead")
                .run(context -> assertThat(context.getStartupFailure())
                        .as("one overload has other parameters")
                        .hasMessageContaining("has the fallback instead(Gate), which does not take what it takes."));
    }

    @Test
    void keysOfAllFormsMayBeSetForOneMethod() {
        contexts.withBean(MailSender.class)
                .withPropertyValues(
                        "threadlets.methods[MailSender.send].queue=other",
                        "threadlets.methods[" + MailSender.class.getName()
                                + ".send].timeout=500ms") // a thread has it by then
                .run(context -> {
                    final MailSender sender = context.getBean(MailSender.class);
                    assertThat(sender.send(open())).isEqualTo("other-1");
                    assertThatExceptionOfType(ThreadletTimeoutException.class)
                            .isThrownBy(() -> sender.send(new Gate()));
                });
    }

    @Test
    void keyOfAMethodInTheParentContextIsNotRefusedInTheChild() {
        final String key = "threadlets.methods[MailSender.send].queue=other";
        contexts.withBean(MailSender.class)
                .withPropertyValues(key)
                .run(parent -> contexts.withPropertyValues(key)
                        .withParent(parent)
                        .run(child -> assertThat(child).hasNotFailed()));
    }

    @Test
    void environmentVariableThatLooksLikeAKeyDoesNotKeepTheApplicationFromStarting() {
        contexts.withBean(MailSender.class)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("THREADLETS_METHODS_MAILSENDER_SEND_TIMEOUT", "20ms"))))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
