package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a queue's threads are like, whoever makes them start. */
final class ThreadsTest extends QueueFixture {
    private static final InheritableThreadLocal<String> LOCAL = new InheritableThreadLocal<>();

    private static Thread threadOf(ThreadletQueue queue) {
        final TestWork probe = new TestWork();
        queue.submit(probe);
        probe.awaitEnded();
        return Objects.requireNonNull(probe.thread);
    }

    private interface Body {
        void run() throws Exception;
    }

    /** Runs something on another thread, with a context class loader. */
    private static void onThreadWith(@Nullable ClassLoader loader, Body body) throws Exception {
        final List<Throwable> thrown = new ArrayList<>();
        final Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                thrown.add(t);
            }
        });
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        assertThat(thrown).isEmpty();
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // that it is not inherited
    void thread_noFactory_isANamedDaemonOfNormalPriority() throws Exception {
        final ThreadletQueue queue = build(sized(0, 2).prestart(false));
        final Thread maximal = new Thread(() -> occupy(queue, 1));
        maximal.setPriority(Thread.MAX_PRIORITY);
        maximal.start();
        maximal.join();
        final Thread second = threadOf(queue);
        assertThat(second.getName()).isEqualTo("q-2");
        assertThat(second.isDaemon()).isTrue();
        until("the second is free", () -> queue.running().size() == 1);
        assertThat(queue.running()).singleElement().satisfies(running -> {
            assertThat(running.thread().getName()).isEqualTo("q-1");
            assertThat(running.thread().isDaemon()).isTrue();
            assertThat(running.thread().getPriority()).isEqualTo(Thread.NORM_PRIORITY);
        });
    }

    @Test
    void thread_prefix_isNamedByIt() {
        assertThat(threadOf(build(sized(0, 1).threadNamePrefix("disk "))).getName())
                .isEqualTo("disk 1");
    }

    @Test
    void thread_factory_decidesAboutNameAndDaemon() {
        final TestThreads threads = new TestThreads((body, call) -> {
            final Thread thread = new Thread(body, "mine " + call);
            thread.setDaemon(false);
            return thread;
        });
        final Thread thread = threadOf(build(sized(0, 1).threadFactory(threads)));
        assertThat(thread.getName()).isEqualTo("mine 1");
        assertThat(thread.isDaemon()).isFalse();
    }

    @Test
    void thread_factoryAndPrefix_prefixNames() {
        final ThreadletQueue queue =
                build(sized(0, 1).threadFactory(new TestThreads()).threadNamePrefix("p-"));
        assertThat(threadOf(queue).getName()).isEqualTo("p-1");
    }

    @Test
    void contextClassLoader_isThatOfTheBuildersCreator() throws Exception {
        try (URLClassLoader creators = new URLClassLoader(new URL[0]);
                URLClassLoader submitters = new URLClassLoader(new URL[0])) {
            final List<ThreadletQueue.Builder> builders = new ArrayList<>();
            onThreadWith(creators, () -> {
                builders.add(sized(0, 4));
                builders.add(sized(0, 4).threadFactory(Thread::new));
                if (Runtime.version().feature() >= 21) {
                    builders.add(sized(0, 4).virtualThreads(true));
                }
            });
            for (ThreadletQueue.Builder builder : builders) {
                final ThreadletQueue queue = build(builder);
                for (ClassLoader caller :
                        new ClassLoader[] {creators, submitters, ClassLoader.getSystemClassLoader()}) {
                    onThreadWith(caller, () -> {
                        final ClassLoader[] seen = new ClassLoader[1];
                        final TestWork probe = new TestWork() {
                            @Override
                            protected void run() throws Exception {
                                seen[0] = Thread.currentThread().getContextClassLoader();
                                super.run();
                            }
                        };
                        queue.submit(probe);
                        probe.awaitEnded();
                        assertThat(seen[0]).as("started by %s", caller).isSameAs(creators);
                    });
                    queue.pause();
                    awaitCur(queue, 0);
                    queue.resume();
                }
            }
        }
    }

    @Test
    void contextClassLoader_chosenByTheFactory_isKept() throws Exception {
        try (URLClassLoader chosen = new URLClassLoader(new URL[0])) {
            final ThreadletQueue queue = build(sized(0, 1).threadFactory(body -> {
                final Thread thread = new Thread(body);
                thread.setContextClassLoader(chosen);
                return thread;
            }));
            assertThat(threadOf(queue).getContextClassLoader()).isSameAs(chosen);
        }
    }

    @Test
    void threadLocals_ofTheSubmitter_areNotInherited() {
        final List<ThreadletQueue.Builder> builders = new ArrayList<>(List.of(sized(0, 1)));
        if (Runtime.version().feature() >= 21) {
            builders.add(sized(0, 1).virtualThreads(true));
        }
        LOCAL.set("the submitter's");
        try {
            for (ThreadletQueue.Builder builder : builders) {
                final List<@Nullable String> seen = new ArrayList<>();
                final TestWork probe = new TestWork() {
                    @Override
                    protected void run() {
                        seen.add(LOCAL.get());
                    }
                };
                build(builder).submit(probe);
                probe.awaitEnded();
                assertThat(seen).containsExactly((String) null);
            }
        } finally {
            LOCAL.remove();
        }
    }

    /** What each JDK does: since 21 there are virtual threads, before that the builder says so. */
    @Test
    void virtualThreads_true_areUsedWhereThereAreAny() throws Exception {
        final ThreadletQueue.Builder builder = sized(0, 8);
        if (Runtime.version().feature() < 21) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.virtualThreads(true))
                    .withMessageContaining("Java 21");
            assertThat(threadOf(build(builder)).getName()).isEqualTo("q-1");
            return;
        }
        final ThreadletQueue queue = build(builder.virtualThreads(true));
        final Method isVirtual = Thread.class.getMethod("isVirtual");
        final List<TestWork> probes = occupy(queue, 8);
        for (TestWork probe : probes) {
            assertThat(isVirtual.invoke(Objects.requireNonNull(probe.thread))).isEqualTo(true);
        }
        assertThat(probes)
                .extracting(probe -> Objects.requireNonNull(probe.thread).getName())
                .containsExactlyInAnyOrder("q-1", "q-2", "q-3", "q-4", "q-5", "q-6", "q-7", "q-8");
        assertCounts(queue, 8, 0, 0);
        queue.shutdown();
        gate.open();
        assertThat(queue.awaitTermination(LONG)).isTrue();
        assertThat(probes)
                .noneMatch(probe -> Objects.requireNonNull(probe.thread).isAlive());
    }

    @Test
    void virtualThreads_false_arePlatformThreads() {
        assertThat(threadOf(build(sized(0, 1).virtualThreads(false))).getName()).isEqualTo("q-1");
    }

    @Test
    void builder_factoryAndVirtualThreads_contradictEachOther() {
        if (Runtime.version().feature() >= 21) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sized(0, 1)
                            .threadFactory(Thread::new)
                            .virtualThreads(true)
                            .build())
                    .withMessageContaining("threadFactory");
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> sized(0, 1).virtualThreads(true));
        }
    }

    @Test
    void builder_usedTwice_makesTwoQueues() {
        final ThreadletQueue.Builder builder = sized(0, 1);
        final ThreadletQueue first = build(builder);
        final ThreadletQueue second = build(builder);
        occupy(first, 1);
        assertCounts(second, 0, 0, 0);
        submitAndAwait(second);
    }
}
