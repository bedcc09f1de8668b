package io.threadlets.spring.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.ThreadletQueues;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class QueuePropertiesTests {
    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private final ApplicationContextRunner contexts = Contexts.withStarter();

    @Test
    void withoutPropertiesThereIsAQueueGlobalOf64Threads() {
        contexts.run(context -> {
            assertThat(context.getBean(ThreadletQueues.class).names()).containsExactly("global");
            assertThat(snapshot(context, "global"))
                    .returns(64, QueueSnapshot::minThreads)
                    .returns(64, QueueSnapshot::maxThreads)
                    .returns(10_000, QueueSnapshot::capacity)
                    .returns(0, QueueSnapshot::cur);
            assertThat(queue(context, "global")).isNotSameAs(ThreadletQueue.global());
        });
    }

    @Test
    void defaultsOfSizesAreThoseOfTheCore() {
        final QueueSnapshot core = ThreadletQueue.builder("core").build().snapshot();

        assertThat(SettingsResolver.DEFAULT_MIN_THREADS).isEqualTo(core.minThreads());
        assertThat(SettingsResolver.DEFAULT_MAX_THREADS).isEqualTo(core.maxThreads());
        contexts.withPropertyValues("threadlets.queues.disk.capacity=-1")
                .run(context -> assertThat(snapshot(context, "disk"))
                        .returns(core.minThreads(), QueueSnapshot::minThreads)
                        .returns(core.maxThreads(), QueueSnapshot::maxThreads)
                        .returns(core.capacity(), QueueSnapshot::capacity));
    }

    @Test
    void ownKeysAndInheritedOnesAreCombined() {
        contexts.withPropertyValues(
                        "threadlets.defaults.min-threads=3",
                        "threadlets.defaults.max-threads=9",
                        "threadlets.defaults.capacity=50",
                        "threadlets.queues.disk.max-threads=5",
                        "threadlets.queues.mail.min-threads=4",
                        "threadlets.queues.mail.capacity=-1")
                .run(context -> {
                    assertThat(snapshot(context, "disk"))
                            .returns(3, QueueSnapshot::minThreads)
                            .returns(5, QueueSnapshot::maxThreads)
                            .returns(50, QueueSnapshot::capacity);
                    assertThat(snapshot(context, "mail"))
                            .returns(4, QueueSnapshot::minThreads)
                            .returns(9, QueueSnapshot::maxThreads)
                            .returns(Integer.MAX_VALUE, QueueSnapshot::capacity);
                });
    }

    @Test
    void sizesOfGlobalDoNotFollowTheDefaultsButItsOtherKeysDo() {
        contexts.withPropertyValues(
                        "threadlets.defaults.min-threads=1",
                        "threadlets.defaults.max-threads=2",
                        "threadlets.defaults.capacity=7")
                .run(context -> assertThat(snapshot(context, "global"))
                        .returns(64, QueueSnapshot::minThreads)
                        .returns(64, QueueSnapshot::maxThreads)
                        .returns(7, QueueSnapshot::capacity));
    }

    @Test
    void minOfGlobalFollowsAMaxBelow64ThatIsSetAlone() {
        contexts.withPropertyValues("threadlets.queues.global.max-threads=8")
                .run(context -> assertThat(snapshot(context, "global"))
                        .returns(8, QueueSnapshot::minThreads)
                        .returns(8, QueueSnapshot::maxThreads));
        contexts.withPropertyValues("threadlets.queues.global.max-threads=100")
                .run(context -> assertThat(snapshot(context, "global"))
                        .returns(64, QueueSnapshot::minThreads)
                        .returns(100, QueueSnapshot::maxThreads));
        contexts.withPropertyValues("threadlets.queues.global.min-threads=0")
                .run(context -> assertThat(snapshot(context, "global"))
                        .returns(0, QueueSnapshot::minThreads)
                        .returns(64, QueueSnapshot::maxThreads));
    }

    @Test
    void queueThatIsOnlyNamedHasTheDefaults() {
        contexts.withPropertyValues("threadlets.defaults.max-threads=9", "threadlets.queues.mail=")
                .run(context -> assertThat(snapshot(context, "mail")).returns(9, QueueSnapshot::maxThreads));
        contexts.withPropertyValues("threadlets.queues.mail=", "threadlets.queues.mail.max-threads=3")
                .run(context -> assertThat(snapshot(context, "mail")).returns(3, QueueSnapshot::maxThreads));
    }

    @Test
    void defaultsThatAreOnlyNamedInOneFileAreThoseOfTheOther() {
        contexts.withPropertyValues("threadlets.defaults=", "threadlets.queues.mail=")
                .run(context -> assertThat(snapshot(context, "mail")).returns(64, QueueSnapshot::maxThreads));
        contexts.withPropertyValues("threadlets.defaults=", "threadlets.defaults.max-threads=3")
                .withPropertyValues("threadlets.queues.mail=")
                .run(context -> assertThat(snapshot(context, "mail")).returns(3, QueueSnapshot::maxThreads));
    }

    @Test
    void noOtherPropertiesBeanOfTheApplicationIsAdvised() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(ConfigurationPropertiesBindHandlerAdvisor.class));
    }

    @Test
    void prestartAndThreadNamePrefixReachTheThreads() {
        contexts.withPropertyValues(
                        "threadlets.queues.disk.min-threads=2",
                        "threadlets.queues.disk.prestart=true",
                        "threadlets.queues.disk.thread-name-prefix=io/")
                .run(context -> {
                    assertThat(snapshot(context, "disk").cur()).isEqualTo(2);
                    assertThat(threadOf(queue(context, "disk")).getName()).startsWith("io/");
                });
    }

    @Test
    void onFullAndCapacityDecideWhatHappensToTheWorkThatDoesNotFit() {
        contexts.withPropertyValues(
                        "threadlets.queues.disk.max-threads=1",
                        "threadlets.queues.disk.capacity=0",
                        "threadlets.queues.mail.max-threads=1",
                        "threadlets.queues.mail.capacity=0",
                        "threadlets.queues.mail.on-full=caller-runs")
                .run(context -> {
                    final Gate gate = new Gate();
                    queue(context, "disk").executor().execute(gate);
                    queue(context, "mail").executor().execute(gate);
                    assertThatExceptionOfType(ThreadletRejectedException.class)
                            .isThrownBy(() -> queue(context, "disk").submit(() -> "second"))
                            .withMessageContaining("disk");
                    assertThat(threadOf(queue(context, "mail"))).isEqualTo(Thread.currentThread());
                    gate.open();
                });
    }

    @Test
    void threadTypeVirtualMakesVirtualThreadsWhereJavaHasThemAndElseIsRefused() {
        contexts.withPropertyValues("threadlets.queues.disk.thread-type=virtual")
                .run(context -> {
                    if (HAS_VIRTUAL_THREADS) {
                        assertThat(isVirtual(threadOf(queue(context, "disk")))).isTrue();
                    } else {
                        assertThat(context).getFailure().hasMessageContaining("needs Java 21");
                    }
                });
    }

    @Test
    void threadTypeFollowsBootsSwitchByDefaultWhereJavaHasVirtualThreads() {
        contexts.run(context ->
                assertThat(isVirtual(threadOf(queue(context, "global")))).isFalse());
        contexts.withPropertyValues("spring.threads.virtual.enabled=true", "threadlets.queues.disk.max-threads=2")
                .run(context -> {
                    assertThat(isVirtual(threadOf(queue(context, "global")))).isEqualTo(HAS_VIRTUAL_THREADS);
                    assertThat(isVirtual(threadOf(queue(context, "disk")))).isEqualTo(HAS_VIRTUAL_THREADS);
                });
        contexts.withPropertyValues("threadlets.defaults.thread-type=auto", "spring.threads.virtual.enabled=false")
                .run(context -> assertThat(isVirtual(threadOf(queue(context, "global"))))
                        .isFalse());
    }

    @Test
    void threadTypePlatformIsPlatformWhateverBootsSwitchSays() {
        contexts.withPropertyValues(
                        "threadlets.queues.disk.thread-type=platform", "spring.threads.virtual.enabled=true")
                .run(context -> {
                    assertThat(isVirtual(threadOf(queue(context, "disk")))).isFalse();
                    assertThat(isVirtual(threadOf(queue(context, "global")))).isEqualTo(HAS_VIRTUAL_THREADS);
                });
    }

    private static ThreadletQueue queue(AssertableApplicationContext context, String name) {
        return context.getBean(ThreadletQueues.class).get(name);
    }

    private static QueueSnapshot snapshot(AssertableApplicationContext context, String name) {
        return queue(context, name).snapshot();
    }

    private static Thread threadOf(ThreadletQueue queue) throws Exception {
        return queue.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
    }

    /** By the name of the class: the method came with Java 21. */
    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().contains("VirtualThread");
    }
}
