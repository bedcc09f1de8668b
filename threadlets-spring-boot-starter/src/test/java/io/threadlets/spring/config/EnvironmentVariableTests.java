package io.threadlets.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.ThreadletQueues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class EnvironmentVariableTests {
    @Test
    void variableOverridesADashedQueueAndConjuresUpNoSecondOne() {
        withVariable(
                        "THREADLETS_QUEUES_MYQUEUE_MAXTHREADS",
                        "3",
                        "threadlets.queues.my-queue.max-threads=9",
                        "threadlets.queues.my-queue.capacity=5")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("my-queue", "global");
                    assertThat(context.getBeansOfType(ThreadletQueue.class)).containsOnlyKeys("my-queue", "global");
                    assertThat(context.getBean("my-queue", ThreadletQueue.class).snapshot())
                            .returns(3, queue -> queue.maxThreads())
                            .returns(5, queue -> queue.capacity());
                });
    }

    @Test
    void variableOverridesACamelCaseQueue() {
        withVariable("THREADLETS_QUEUES_MYQUEUE_MAXTHREADS", "3", "threadlets.queues.myQueue.max-threads=9")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("myQueue", "global");
                    assertThat(context.getBean("myQueue", ThreadletQueue.class)
                                    .snapshot()
                                    .maxThreads())
                            .isEqualTo(3);
                });
    }

    @Test
    void variableWithUnderscoresForDashesOverrides() {
        withVariable("THREADLETS_QUEUES_DISK_MAX_THREADS", "3", "threadlets.queues.disk.max-threads=9")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("disk", "global");
                    assertThat(context.getBean("disk", ThreadletQueue.class)
                                    .snapshot()
                                    .maxThreads())
                            .isEqualTo(3);
                });
    }

    @Test
    void variableAloneMakesAQueue() {
        withVariable("THREADLETS_QUEUES_DISK_MAXTHREADS", "3")
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .containsExactlyInAnyOrder("disk", "global"));
    }

    @Test
    void variableForADefaultReachesTheQueues() {
        withVariable("THREADLETS_DEFAULTS_MAXTHREADS", "3", "threadlets.queues.disk.capacity=9")
                .run(context -> assertThat(context.getBean("disk", ThreadletQueue.class)
                                .snapshot()
                                .maxThreads())
                        .isEqualTo(3));
    }

    @Test
    void spellingsInTwoFilesAreOneQueue() {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.my-queue.max-threads=9", "threadlets.queues.myqueue.capacity=5")
                .run(context -> {
                    assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("my-queue", "global");
                    assertThat(context.getBean("my-queue", ThreadletQueue.class).snapshot())
                            .returns(9, queue -> queue.maxThreads())
                            .returns(5, queue -> queue.capacity());
                });
    }

    @Test
    void namesInBracketsAreTakenAsTheyAre() {
        Contexts.withStarter()
                .withPropertyValues(
                        "threadlets.queues[my.queue].max-threads=1", "threadlets.queues.myqueue.max-threads=2")
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .containsExactlyInAnyOrder("my.queue", "myqueue", "global"));
    }

    @Test
    void variableThatBindsToNothingIsLoggedOnceWithTheNearKeyAndKeepsNothingFromStarting(CapturedOutput output) {
        withVariable("THREADLETS_QUEUES_DISK_MAXTHREAD", "3", "threadlets.queues.disk.max-threads=9")
                .run(context -> assertThat(context.getBean("disk", ThreadletQueue.class)
                                .snapshot()
                                .maxThreads())
                        .isEqualTo(9));
        assertThat(output.getOut().split("THREADLETS_QUEUES_DISK_MAXTHREAD ", -1))
                .hasSize(2);
        assertThat(output)
                .containsPattern(
                        "WARN.*Environment variable THREADLETS_QUEUES_DISK_MAXTHREAD has no effect: there is no"
                                + " property of that name. Did you mean THREADLETS_QUEUES_DISK_MAXTHREADS"
                                + " \\(threadlets.queues.disk.max-threads\\)\\?");
    }

    @Test
    void variableIsLoggedOnceAlsoWhereAContextHasAParent(CapturedOutput output) {
        final ApplicationContextRunner contexts = withVariable("THREADLETS_QUEUES_DISK_MAXTHREAD", "3");
        contexts.run(parent ->
                contexts.withParent(parent).run(child -> assertThat(child).hasNotFailed()));
        assertThat(output.getOut().split("THREADLETS_QUEUES_DISK_MAXTHREAD ", -1))
                .hasSize(2);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "THREADLETS_QUEUES_DISK_MAX_THREAD, THREADLETS_QUEUES_DISK_MAXTHREADS",
        "THREADLETS_QUEUE_DISK_MAXTHREADS, THREADLETS_QUEUES",
        "THREADLETS_SHUTDOWN_TIMOUT, THREADLETS_SHUTDOWNTIMEOUT",
        "THREADLETS_DEFAULTS_CAPACTY, THREADLETS_DEFAULTS_CAPACITY"
    })
    void variableIsLoggedWithTheNearKeyAtEveryLevel(String variable, String meant, CapturedOutput output) {
        withVariable(variable, "3", "threadlets.queues.disk.max-threads=9")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("Environment variable " + variable + " has no effect", "Did you mean " + meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"THREADLETS_QUEUES_MY_QUEUE_MAXTHREADS", "THREADLETS_QUEUES_MYQUEUE_MAX_THREADS"})
    void variableThatIsWrongAboutOneDashOfTwoIsLoggedWithTheRightOne(String variable, CapturedOutput output) {
        withVariable(variable, "3", "threadlets.queues.my-queue.max-threads=9").run(context -> {
            assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("my-queue", "global");
            assertThat(context.getBean("my-queue", ThreadletQueue.class)
                            .snapshot()
                            .maxThreads())
                    .isEqualTo(9);
        });
        assertThat(output)
                .contains(
                        "Environment variable " + variable + " has no effect",
                        "Did you mean THREADLETS_QUEUES_MYQUEUE_MAXTHREADS"
                                + " (threadlets.queues.my-queue.max-threads)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "THREADLETS_SERVICE_HOST",
                "THREADLETS_PORT_8080_TCP",
                "THREADLETS_QUEUES",
                "THREADLETS_QUEUES_DISK",
                "THREADLETS_DEFAULTS",
                "THREADLETS_METHODS",
                "THREADLETS_METHODS_SEND",
                "THREADLETS_METHODS_MAILSERVICE_SEND_TIMEOUT",
                "THREADLETS_WEB"
            })
    void variableThatIsNotOursAtAllIsLoggedAndConjuresUpNoQueue(String variable, CapturedOutput output) {
        withVariable(variable, "tcp://10.0.0.1:8080", "threadlets.queues.mail.max-threads=9")
                .run(context -> assertThat(
                                context.getBean(ThreadletQueues.class).names())
                        .containsExactly("mail", "global"));
        assertThat(output).contains("Environment variable " + variable + " has no effect");
    }

    @Test
    void variableThatNamesAMethodWithoutItsClassIsLoggedAndKeepsNothingFromStarting(CapturedOutput output) {
        withVariable("THREADLETS_METHODS_SEND_TIMEOUT", "2s")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("there is no @Threadlet method 'send'").contains("It has no effect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "THREADLETS_QUEUES_DISK_MAXTHREADS",
                "THREADLETS_QUEUES_DISK_MAX_THREADS",
                "THREADLETS_QUEUES_MYQUEUE_MAXTHREADS",
                "THREADLETS_QUEUES_MY_QUEUE_MAX_THREADS",
                "THREADLETS_QUEUES_GLOBAL_CAPACITY",
                "THREADLETS_DEFAULTS_MIN_THREADS"
            })
    void variableThatSetsAPropertyIsNotLogged(String variable, CapturedOutput output) {
        withVariable(variable, "3", "threadlets.queues.my-queue.max-threads=9", "threadlets.queues.disk.max-threads=9")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("has no effect");
    }

    @Test
    void variableThatACommandLineOverridesIsNotLogged(CapturedOutput output) {
        withVariable("THREADLETS_DEFAULTS_MAXTHREADS", "3")
                .withPropertyValues("threadlets.defaults.max-threads=4")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("has no effect");
    }

    @Test
    void systemPropertyThatBindsToNothingIsLoggedToo(CapturedOutput output) {
        Contexts.withStarter()
                .withSystemProperties("threadlets.defaults.max-thread=3")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("System property threadlets.defaults.max-thread has no effect: there is no property of that"
                        + " name. Did you mean threadlets.defaults.max-threads?");
    }

    /** @param written what a file says, which a variable overrides */
    private static ApplicationContextRunner withVariable(String name, String value, String... written) {
        return Contexts.withStarter().withInitializer(context -> {
            final String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
            context.getEnvironment()
                    .getPropertySources()
                    .replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, value)));
            TestPropertyValues.of(written).applyTo(context.getEnvironment(), TestPropertyValues.Type.MAP, "file");
            final MutablePropertySources sources = context.getEnvironment().getPropertySources();
            final PropertySource<?> file = sources.remove("file");
            if (file != null) {
                sources.addLast(file);
            }
        });
    }
}
