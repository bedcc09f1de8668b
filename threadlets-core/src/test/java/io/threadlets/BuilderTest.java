package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings, their defaults, and what is said of bad ones. */
final class BuilderTest {
    @RegisterExtension
    final Queues queues = new Queues();

    record Bad(String name, ThrowingCallable call, List<String> said) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ThreadletQueue.Builder builder() {
        return ThreadletQueue.builder("disk");
    }

    static Stream<Bad> badArguments() {
        return Stream.of(
                new Bad("empty name", () -> ThreadletQueue.builder(""), List.of("name", "blank", "''")),
                new Bad("blank name", () -> ThreadletQueue.builder(" \t"), List.of("name", "blank", "' \t'")),
                new Bad("minThreads", () -> builder().minThreads(-1), List.of("minThreads", ">= 0", "-1")),
                new Bad("maxThreads 0", () -> builder().maxThreads(0), List.of("maxThreads", ">= 1", "was 0")),
                new Bad("maxThreads", () -> builder().maxThreads(-4), List.of("maxThreads", ">= 1", "-4")),
                new Bad("capacity", () -> builder().capacity(-2), List.of("capacity", ">= 0", "-2")),
                new Bad(
                        "no idleTimeout",
                        () -> builder().idleTimeout(Duration.ZERO),
                        List.of("idleTimeout", "> 0", "PT0S")),
                new Bad(
                        "idleTimeout",
                        () -> builder().idleTimeout(Duration.ofSeconds(-1)),
                        List.of("idleTimeout", "> 0", "PT-1S")),
                new Bad("prefix", () -> builder().threadNamePrefix("  "), List.of("threadNamePrefix", "blank", "'  '")),
                new Bad(
                        "min above max",
                        () -> builder().minThreads(8).maxThreads(4).build(),
                        List.of("'disk'", "maxThreads", ">= minThreads", "4 < 8")),
                new Bad(
                        "min above the default max",
                        () -> builder().minThreads(65).build(),
                        List.of("'disk'", "maxThreads", ">= minThreads", "64 < 65")));
    }

    @ParameterizedTest
    @MethodSource("badArguments")
    void builder_withABadArgument_givesTheRuleAndTheValue(Bad bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(bad.call())
                .withMessageContainingAll(bad.said().toArray(String[]::new));
    }

    @Test
    void builder_afterABadArgument_keepsWhatItHad() {
        final ThreadletQueue.Builder builder =
                builder().minThreads(2).maxThreads(3).capacity(4);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.minThreads(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxThreads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.capacity(-1));
        final QueueSnapshot snapshot = queues.build(builder).snapshot();
        assertThat(snapshot.minThreads()).isEqualTo(2);
        assertThat(snapshot.maxThreads()).isEqualTo(3);
        assertThat(snapshot.capacity()).isEqualTo(4);
    }

    @Test
    void build_withoutSettings_hasTheDefaults() {
        final ThreadletQueue.Builder builder = builder();
        assertThat(builder.settings.idleTimeout).isEqualTo(Duration.ofSeconds(10));
        assertThat(builder.settings.onFull).isEqualTo(OnFull.REJECT);
        final ThreadletQueue queue = queues.build(builder);
        assertThat(queue.name()).isEqualTo("disk");
        assertThat(queue.snapshot())
                .isEqualTo(new QueueSnapshot("disk", 0, 64, 0, 0, 0, Integer.MAX_VALUE, false, 0, 0, 0, 0, 0, 0));
        assertThat(queue.isShutdown()).isFalse();
        final Probe work = Probe.named("work");
        queue.submit(work);
        final Thread thread = work.awaitEnd().thread();
        assertThat(thread.getName()).startsWith("disk-");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(queue.toString()).contains("disk");
    }

    @Test
    void builder_setters_returnTheBuilder() {
        final ThreadletQueue.Builder builder = builder();
        assertThat(List.of(
                        builder.minThreads(0),
                        builder.maxThreads(1),
                        builder.idleTimeout(Duration.ofNanos(1)),
                        builder.capacity(0),
                        builder.onFull(OnFull.BLOCK),
                        builder.prestart(false),
                        builder.threadFactory(Thread::new),
                        builder.threadNamePrefix("x"),
                        builder.virtualThreads(false),
                        builder.listener(new ThreadletListener() {}),
                        builder.times(false)))
                .allSatisfy(one -> assertThat(one).isSameAs(builder));
    }

    @Test
    void build_withExtremes_works() {
        final ThreadletQueue queue = queues.build(builder()
                .minThreads(0)
                .maxThreads(Integer.MAX_VALUE)
                .capacity(Integer.MAX_VALUE)
                .idleTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(queue.submit(() -> "value").join()).isEqualTo("value");
        assertThat(queue.snapshot().cur()).isOne();
    }

    @Test
    void build_twice_makesTwoQueues() {
        final ThreadletQueue.Builder builder = builder().maxThreads(2);
        final ThreadletQueue one = queues.build(builder);
        final ThreadletQueue two = queues.build(builder.maxThreads(3).listener(new ThreadletListener() {}));
        assertThat(one).isNotSameAs(two);
        assertThat(one.snapshot().maxThreads()).isEqualTo(2);
        assertThat(two.snapshot().maxThreads()).isEqualTo(3);
        one.shutdown();
        assertThat(two.submit(() -> "value").join()).isEqualTo("value");
    }

    @Test
    void build_withAListenerAddedLater_leavesTheFirstQueueAlone() {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final ThreadletQueue.Builder builder = builder();
        final ThreadletQueue one = queues.build(builder);
        builder.listener(new ThreadletListener() {
            @Override
            public void submitted(ThreadletWork work) {
                heard.add(work.describe());
            }
        });
        final ThreadletQueue two = queues.build(builder);
        one.submit(Probe.named("one"));
        two.submit(Probe.named("two"));
        assertThat(heard).containsExactly("two");
    }

    @Test
    void resize_withABadArgument_givesTheRuleAndTheValueAndChangesNothing() {
        final ThreadletQueue queue = queues.build(builder().minThreads(1).maxThreads(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(-1, 2))
                .withMessageContainingAll("minThreads", ">= 0", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(0, 0))
                .withMessageContainingAll("maxThreads", ">= 1", "was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.resize(5, 4))
                .withMessageContainingAll("'disk'", "maxThreads", ">= minThreads", "4 < 5");
        assertThat(queue.snapshot().minThreads()).isOne();
        assertThat(queue.snapshot().maxThreads()).isEqualTo(3);
        assertThat(queue.snapshot().cur()).isZero();
    }

    @Test
    void threadNamePrefix_namesThreads() {
        final ThreadletQueue own = queues.build(builder().threadNamePrefix("helper "));
        final ThreadletQueue factory =
                queues.build(builder().threadNamePrefix("given ").threadFactory(Executors.defaultThreadFactory()));
        final ThreadletQueue named = queues.build(builder().threadFactory(body -> new Thread(body, "its own")));
        assertThat(own.submit(() -> Thread.currentThread().getName()).join()).startsWith("helper ");
        assertThat(factory.submit(() -> Thread.currentThread().getName()).join())
                .startsWith("given ");
        assertThat(named.submit(() -> Thread.currentThread().getName()).join()).isEqualTo("its own");
    }

    @Test
    void virtualThreads_whereTheJdkHasNone_saysWhatIsNeeded() throws Exception {
        final ThreadletQueue.Builder builder = builder();
        if (Runtime.version().feature() < 21) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.virtualThreads(true))
                    .withMessageContainingAll(
                            "virtualThreads", "Java 21", Runtime.version().toString());
            assertThat(queues.build(builder).submit(() -> "value").join()).isEqualTo("value");
        } else {
            final Thread thread = queues.build(builder.virtualThreads(true))
                    .submit(Thread::currentThread)
                    .join();
            assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
            assertThat(thread.getName()).startsWith("disk-");
            assertThat(thread.isDaemon()).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.threadFactory(Thread::new).build())
                    .withMessageContainingAll("'disk'", "virtualThreads", "threadFactory");
        }
    }
}
