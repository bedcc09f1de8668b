package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person reads whose application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartupReportTests {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            })
    static class Application {}

    @Test
    void minAboveMaxIsReportedWithPropertiesAndWhereTheyStand(CapturedOutput output) {
        fail("sizes");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("threadlets.queues.mail.min-threads is 10, but threadlets.queues.mail.max-threads is 8")
                .contains("threadlets.queues.mail.min-threads = 10, read from class path resource"
                        + " [startup/sizes.yaml] - 4:20")
                .contains("threadlets.queues.mail.max-threads = 8, read from class path resource"
                        + " [startup/sizes.yaml] - 5:20")
                .contains("Make threadlets.queues.mail.min-threads at most 8, or threadlets.queues.mail.max-threads at"
                        + " least 10.");
    }

    @Test
    void minInheritedFromTheDefaultsIsReportedWhereItStands(CapturedOutput output) {
        fail("inherited-sizes");
        assertThat(output)
                .contains("threadlets.defaults.min-threads is 10, but threadlets.queues.mail.max-threads is 8")
                .contains("[startup/inherited-sizes.yaml] - 3:18");
    }

    @Test
    void minAboveTheDefaultMaxIsReported(CapturedOutput output) {
        fail("fine", "--threadlets.queues.global.min-threads=65");
        assertThat(output)
                .contains("threadlets.queues.global.min-threads is 65, but threadlets.queues.global.max-threads is 64"
                        + " by default");
    }

    @Test
    void allProblemsAreInOneReport(CapturedOutput output) {
        fail("many");
        assertThat(output)
                .contains("7 problems were found")
                .contains("threadlets.shutdown-timeout is PT-1S, but must not be negative")
                .contains("threadlets.defaults.capacity is -2, but must be at least 0, or -1 for no limit")
                .contains("threadlets.queues.mail.min-threads is -1, but must be at least 0")
                .contains("threadlets.queues.mail.max-threads is 0, but must be at least 1")
                .contains("threadlets.queues.mail.idle-timeout is PT0S, but must be more than zero")
                .contains("threadlets.queues.mail.thread-name-prefix is blank, but must not be blank")
                .contains("a queue cannot be named 'taskScheduler'")
                .contains("= 2, read from class path resource [startup/many.yaml] - 12:20");
    }

    @Test
    void wrongPropertiesAndWrongAnnotationsAreInOneReport(CapturedOutput output) {
        assertThatThrownBy(() -> start("sizes", WrongAnnotations.class)).isNotNull();
        assertThat(output)
                .contains("3 problems were found")
                .contains("threadlets.queues.mail.min-threads is 10, but threadlets.queues.mail.max-threads is 8")
                .contains("names a queue that does not exist. Queues: mail, global.")
                .contains("Did you mean \"mail\"? Use it")
                .contains("@Threadlet(timeout = \"soon\") on " + WrongAnnotations.class.getName()
                        + ".late is not a time");
    }

    @Configuration(proxyBeanMethods = false)
    static class WrongAnnotations {
        @Threadlet("mial")
        public void send() {}

        @Threadlet(timeout = "soon")
        public void late() {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "taskExecutor",
                "applicationTaskExecutor",
                "bootstrapExecutor",
                "taskScheduler",
                "task-executor",
                "task_scheduler"
            })
    void reservedNamesAreRefusedHoweverTheyAreSpelled(String name, CapturedOutput output) {
        fail("fine", "--threadlets.queues." + name + ".max-threads=2");
        assertThat(output)
                .contains("a queue cannot be named '" + name + "'")
                .contains("Give the queue another name; reserved are applicationTaskExecutor, bootstrapExecutor,"
                        + " taskExecutor, taskScheduler.");
    }

    @Test
    void switchThatIsNeitherTrueNorFalseIsReported(CapturedOutput output) {
        fail("fine", "--threadlets.enabled=tru");
        assertThat(output)
                .contains("threadlets.enabled is tru, but must be true or false")
                .contains("Set threadlets.enabled to true or false.")
                .contains("\"threadlets.enabled\" from property source \"commandLineArgs\"");
    }

    @Test
    void typoInAKeyIsReportedThoughABeanMissesTheQueue(CapturedOutput output) {
        assertThatThrownBy(() -> start("typo", NeedsMail.class)).isNotNull();
        assertThat(output)
                .contains("threadlets.queues.mail.max-thread is not a property: threadlets.queues.mail has no key"
                        + " 'max-thread'. Keys: ")
                .contains(", capacity, ")
                .contains("threadlets.queues.mail.max-thread = 8, read from class path resource [startup/typo.yaml] -"
                        + " 4:19")
                .contains("Did you mean max-threads? Use threadlets.queues.mail.max-threads.");
    }

    @Test
    void typosOfAllLevelsAreInOneReportWithTheRest(CapturedOutput output) {
        assertThatThrownBy(() -> start("typos", Typos.class)).isNotNull();
        assertThat(output)
                .contains("9 problems were found")
                .contains("threadlets.queue is not a property: threadlets has no key 'queue'. Keys: ")
                .contains("Did you mean queues? Use threadlets.queues.")
                .contains("threadlets.shutdown-timout is not a property")
                .contains("Did you mean shutdown-timeout? Use threadlets.shutdown-timeout.")
                .contains("threadlets.defaults.min-thread is not a property")
                .contains("Did you mean min-threads? Use threadlets.defaults.min-threads.")
                .contains("threadlets.methods[Typos.send].timeuot is not a property")
                .contains("Did you mean timeout? Use threadlets.methods[Typos.send].timeout.")
                .contains("Write a name with a dot in brackets: threadlets.methods[Typos.send].timeout.")
                .contains("threadlets.queues.mail.on-full.policy is not a property: threadlets.queues.mail.on-full has"
                        + " no keys.")
                .contains("threadlets.queues.disk has a value, but a queue has keys.")
                .contains("threadlets.queues.mail.threads is not a property")
                .contains("Remove it, or use one of the keys.")
                .contains("@Threadlet(timeout = \"soon\")")
                .doesNotContain("names a queue that does not exist")
                .contains("[startup/typos.yaml] - 2:");
    }

    @Test
    void queueWithAValueInsteadOfKeysIsReported(CapturedOutput output) {
        fail("value");
        assertThat(output)
                .contains("threadlets.queues.disk has a value, but a queue has keys.")
                .contains("threadlets.queues.disk = 5, read from class path resource [startup/value.yaml] - 3:11")
                .contains("Set one of them, such as threadlets.queues.disk.max-threads, or no value for the defaults.");
    }

    @Test
    void methodsWithAValueInsteadOfKeysOrWithoutTheirClassAreReported(CapturedOutput output) {
        fail("texts");
        assertThat(output)
                .contains("threadlets.methods.mail.send is not a property")
                .contains("threadlets.methods.send.timeout names a method without its class.")
                .contains("Write threadlets.methods[MailService.send], with the class that has the method.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadlets.queues", "threadlets.methods", "threadlets.methods[MailService.send]"})
    void valueWhereKeysShouldBeIsReported(String property, CapturedOutput output) {
        fail("empty", "--" + property + "=2s");
        assertThat(output).contains(property + " has a value, but ");
    }

    @Configuration(proxyBeanMethods = false)
    static class Typos {
        @Threadlet(queue = "mail", timeout = "soon")
        public void send() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class NeedsMail {
        @Bean
        Object needsMail(@Qualifier("mail") ThreadletQueue mail) {
            return mail.name();
        }
    }

    @Test
    void badNumberIsReportedWhereItStands(CapturedOutput output) {
        fail("number");
        assertThat(output)
                .contains("threadlets.queues.mail.max-threads")
                .contains("many")
                .contains("[startup/number.yaml] - 4:20");
    }

    @Test
    void badWordIsReportedWithTheValidOnes(CapturedOutput output) {
        fail("word");
        assertThat(output)
                .contains("threadlets.queues.mail.on-full")
                .contains("[startup/word.yaml] - 4:16")
                .contains("CALLER_RUNS");
    }

    @Test
    void virtualThreadsAreReportedWhereJavaHasNone(CapturedOutput output) {
        final String version = "(running " + System.getProperty("java.version") + ")";
        final String virtual = "--threadlets.queues.mail.thread-type=virtual";
        if (Runtime.version().feature() >= 21) {
            start("fine", virtual).close();
            assertThat(output).doesNotContain(version);
        } else {
            fail("fine", virtual);
            assertThat(output)
                    .contains("threadlets.queues.mail.thread-type is virtual, which needs Java 21 " + version)
                    .contains("Use platform, auto, or a later Java.");
        }
    }

    @Test
    void unknownQueueOfAnAnnotationIsReportedWithTheNearestName(CapturedOutput output) {
        assertThatThrownBy(() -> start("fine", Annotated.class)).isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("@Threadlet(\"mial\") on " + Annotated.class.getName() + ".send names a queue that does not"
                        + " exist. Queues: mail, global.")
                .contains("Did you mean \"mail\"? Use it, or add threadlets.queues.mial.");
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {
        @Threadlet("mial")
        public void send() {}
    }

    @Test
    void queuesThatAreOnlyNamedStart() {
        try (ConfigurableApplicationContext context = start("empty")) {
            assertThat(context.getBean(ThreadletQueues.class).names()).contains("mail", "global");
        }
    }

    private static void fail(String config, String... args) {
        assertThatThrownBy(() -> start(config, args)).isNotNull();
    }

    private static ConfigurableApplicationContext start(String config, Class<?> more) {
        return builder(config, Application.class, more).run();
    }

    private static ConfigurableApplicationContext start(String config, String... args) {
        return builder(config, Application.class).run(args);
    }

    private static SpringApplicationBuilder builder(String config, Class<?>... sources) {
        return new SpringApplicationBuilder(sources)
                .web(WebApplicationType.NONE)
                .properties("spring.config.location=classpath:/startup/" + config + ".yaml");
    }
}
