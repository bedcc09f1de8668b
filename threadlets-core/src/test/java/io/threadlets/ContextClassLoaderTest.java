package io.threadlets;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A work begins with the context class loader of the queue, and changes it for itself alone. */
final class ContextClassLoaderTest extends QueueFixture {
    private final ClassLoader creators = new ClassLoader("creator's", null) {};
    private final ClassLoader callers = new ClassLoader("caller's", null) {};
    private final ClassLoader works = new ClassLoader("work's", null) {};

    /** What works began with. */
    private final List<ClassLoader> seen = new CopyOnWriteArrayList<>();

    private static @Nullable ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }

    private static void setLoader(@Nullable ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
    }

    private interface Body {
        void run() throws Throwable;
    }

    private static void with(@Nullable ClassLoader loader, Body body) {
        final ClassLoader before = loader();
        setLoader(loader);
        try {
            body.run();
        } catch (Throwable thrown) {
            Probe.throwing(thrown);
        } finally {
            setLoader(before);
        }
    }

    /** A builder made by the thread whose loader it is. */
    private ThreadletQueue.Builder builder() {
        final List<ThreadletQueue.Builder> made = new ArrayList<>();
        with(creators, () -> made.add(sized(0, 1)));
        return made.get(0);
    }

    private ThreadletQueue callerRuns() {
        final ThreadletQueue queue = build(builder().capacity(0).onFull(OnFull.CALLER_RUNS));
        occupy(queue, 1);
        return queue;
    }

    private final class Looking extends TestWork {
        private final Body body;

        Looking(Body body) {
            this.body = body;
        }

        @Override
        protected void run() throws Exception {
            super.run();
            seen.add(Objects.requireNonNull(loader()));
            try {
                body.run();
            } catch (Throwable thrown) {
                Probe.throwing(thrown);
            }
        }
    }

    private Looking looking() {
        return new Looking(() -> {});
    }

    private void assertNextHasTheQueues(ThreadletQueue queue, TestWork first) {
        queue.submit(first);
        first.awaitEnded();
        final TestWork next = looking();
        queue.submit(next);
        next.awaitEnded();
        assertThat(seen).containsExactly(creators, creators);
        seen.clear();
    }

    @Test
    void run_setsTheLoader_nextWorkHasTheQueues() {
        assertNextHasTheQueues(build(builder()), new Looking(() -> setLoader(works)));
        assertNextHasTheQueues(build(builder()), new Looking(() -> setLoader(null)));
        assertNextHasTheQueues(build(builder().threadFactory(Thread::new)), new Looking(() -> setLoader(works)));
        if (Runtime.version().feature() >= 21) {
            assertNextHasTheQueues(build(builder().virtualThreads(true)), new Looking(() -> setLoader(works)));
        }
    }

    @Test
    void run_setsTheLoaderAndThrows_nextWorkHasTheQueues() {
        assertNextHasTheQueues(build(builder()), new Looking(() -> {
            setLoader(works);
            throw new IllegalStateException("planned");
        }));
    }

    @Test
    void completed_setsTheLoader_nextWorkHasTheQueues() {
        assertNextHasTheQueues(build(builder()), new TestWork() {
            @Override
            protected void run() throws Exception {
                super.run();
                seen.add(Objects.requireNonNull(loader()));
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                setLoader(works);
                super.completed(failure);
            }
        });
    }

    /** Also through futures and the view. */
    @Test
    void task_setsTheLoader_nextTaskHasTheQueues() throws Exception {
        final ThreadletQueue queue = build(builder());
        for (int i = 0; i < 3; i++) {
            queue.executor().execute(() -> setLoader(works));
            assertThat(queue.submit(() -> {
                                final ClassLoader begun = Objects.requireNonNull(loader());
                                setLoader(null);
                                return begun;
                            })
                            .get(60, SECONDS))
                    .isSameAs(creators);
        }
    }

    @Test
    void submit_callerRuns_workHasTheQueuesAndCallerItsOwnAgain() {
        final ThreadletQueue queue = callerRuns();
        for (ClassLoader caller : new ClassLoader[] {callers, null}) {
            with(caller, () -> {
                final TestWork work = new Looking(() -> setLoader(works));
                queue.submit(work);
                assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
                assertThat(work.thread).isSameAs(Thread.currentThread());
                assertThat(loader()).isSameAs(caller);
            });
        }
        assertThat(seen).containsExactly(creators, creators);
    }

    @Test
    void submit_callerRunsAndBodyThrows_callerHasItsOwnAgain() {
        final ThreadletQueue queue = callerRuns();
        with(callers, () -> {
            final TestWork work = new Looking(() -> {
                setLoader(works);
                throw new Error("planned");
            });
            queue.submit(work);
            assertThat(work.state()).isEqualTo(ThreadletWork.State.FAILED);
            assertThat(loader()).isSameAs(callers);
        });
        assertThat(seen).containsExactly(creators);
    }

    @Test
    void submit_callerRunsAndCompletedSetsTheLoader_callerHasItsOwnAgain() {
        final ThreadletQueue queue = callerRuns();
        with(callers, () -> {
            queue.submit(new TestWork() {
                @Override
                protected void completed(@Nullable Throwable failure) {
                    setLoader(works);
                    super.completed(failure);
                }
            });
            assertThat(loader()).isSameAs(callers);
        });
    }

    /** What it submits is run by the same caller, after it. */
    @Test
    void submit_callerRunsAWorkThatSubmits_eachHasTheQueues() {
        final ThreadletQueue queue = callerRuns();
        with(callers, () -> {
            final TestWork second = new Looking(() -> setLoader(works));
            final TestWork third = looking();
            queue.submit(new Looking(() -> {
                setLoader(works);
                queue.submit(second);
                queue.submit(third);
                assertThat(loader()).isSameAs(works);
            }));
            assertThat(third.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
            assertThat(loader()).isSameAs(callers);
        });
        assertThat(seen).containsExactly(creators, creators, creators);
    }

    @Test
    void submit_bodyRunsAnotherQueuesWorkAsCaller_eachHasItsQueues() {
        final ThreadletQueue inner = callerRuns();
        final List<ThreadletQueue.Builder> outers = new ArrayList<>();
        with(callers, () -> outers.add(named("outer")));
        final ThreadletQueue outer = build(outers.get(0));
        final TestWork work = new Looking(() -> {
            inner.submit(new Looking(() -> setLoader(works)));
            assertThat(loader()).isSameAs(callers);
        });
        outer.submit(work);
        work.awaitEnded();
        assertThat(work.failure).isNull();
        assertThat(seen).containsExactly(callers, creators);
    }

    /** A thread that waits for a work of its own queue runs it in place. */
    @Test
    void get_ofAQueuedWorkOfTheOwnQueue_itHasTheQueuesAndWhoWaitsHasItsOwnAgain() {
        final ThreadletQueue queue = build(builder());
        final TestWork outer = new Looking(() -> {
            setLoader(works);
            final ThreadletFuture<ClassLoader> inner = queue.submit(() -> {
                final ClassLoader begun = Objects.requireNonNull(loader());
                setLoader(null);
                return begun;
            });
            assertThat(inner.get(30, SECONDS)).isSameAs(creators);
            assertThat(loader()).isSameAs(works);
        });
        queue.submit(outer);
        outer.awaitEnded();
        assertThat(outer.failure).isNull();
    }

    /** A queue's own thread does not wait for room. */
    @Test
    void submit_ownThreadOfAFullBlockingQueue_workHasTheQueuesAndWhoSubmitsItsOwnAgain() {
        final ThreadletQueue queue = build(builder().capacity(0).onFull(OnFull.BLOCK));
        final TestWork outer = new Looking(() -> {
            setLoader(works);
            queue.submit(looking());
            assertThat(loader()).isSameAs(works);
        });
        queue.submit(outer);
        outer.awaitEnded();
        assertThat(outer.failure).isNull();
        assertThat(seen).containsExactly(creators, creators);
    }

    /** A thread of its own kind must not cost a work. */
    @Test
    void setContextClassLoader_thatThrowsInACaller_workIsRunAllTheSame() throws Exception {
        final ThreadletQueue queue = ThreadletQueue.builder("q")
                .maxThreads(1)
                .capacity(0)
                .onFull(OnFull.CALLER_RUNS)
                .build();
        final Gate gate = new Gate();
        queue.submit(ThreadletWork.of(gate::passWithoutInterrupts));
        gate.awaitEntered();
        final TestWork work = new TestWork();
        final Thread caller = new Thread(() -> queue.submit(work)) {
            @Override
            public void setContextClassLoader(ClassLoader loader) {
                throw new SecurityException("planned");
            }

            @Override
            @SuppressWarnings("NullAway") // legal, whatever the annotations say
            public ClassLoader getContextClassLoader() {
                return null;
            }
        };
        caller.setUncaughtExceptionHandler((thread, reported) -> {});
        caller.start();
        caller.join();
        assertThat(work.runs).hasValue(1);
        assertThat(work.state()).isEqualTo(ThreadletWork.State.SUCCEEDED);
        gate.open();
        queue.close();
    }
}
