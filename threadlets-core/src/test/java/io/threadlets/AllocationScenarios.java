package io.threadlets;

import static io.threadlets.AllocationRoom.Setup.PLAIN;
import static io.threadlets.ThreadletWork.State.DEQUEUED;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done while allocations fail: calls of a submitter, and the lives of threads. */
final class AllocationScenarios {
    /**
     * One of them.
     *
     * @param first what is done before, with enough memory; gives what is done without
     */
    record Scenario(AllocationRoom.Setup setup, Function<AllocationRoom, Runnable> first) {}

    private final Map<String, Scenario> all = new LinkedHashMap<>();

    AllocationScenarios() {
        submissions();
        full();
        takingBack();
        ofManyTasks();
        inPlace();
        sizes();
        starts();
        ends();
        realThreads();
    }

    Map<String, Scenario> all() {
        return all;
    }

    private void add(String name, AllocationRoom.Setup setup, Consumer<AllocationRoom> act) {
        addPrepared(name, setup, room -> () -> act.accept(room));
    }

    private void addPrepared(String name, AllocationRoom.Setup setup, Function<AllocationRoom, Runnable> first) {
        all.put(name, new Scenario(setup, first));
    }

    private void submissions() {
        add("submit", PLAIN, room -> {
            room.submitted();
            room.submitted();
            room.submitted();
            room.runLives();
        });
        add("submit with a home", PLAIN, room -> {
            room.submit(room.entry(), Runnable::run);
            room.runLives();
        });
        add("submit a runnable and a callable", PLAIN, room -> {
            room.submitRunnable();
            room.submitCallable(() -> "result");
            room.runLives();
        });
        add("submit again from completed", PLAIN, room -> {
            room.submit(room.entry(null, self -> {}, self -> {
                if (self.completions.get() < 3) {
                    room.submit(self);
                }
            }));
            room.runLives();
        });
        addPrepared("many works", PLAIN, room -> {
            for (int i = 0; i < WorkSegment.SIZE - 1; i++) {
                room.submitted();
            }
            return () -> {
                room.submitted();
                room.submitted();
                room.runLives();
            };
        });
        add("stages", PLAIN, room -> {
            final ThreadletFuture<?> future = room.submitRunnable().future;
            if (future != null) {
                room.runLives();
                room.attempt(() -> Objects.requireNonNull(future.handle((value, failure) -> value)));
            }
        });
    }

    private void full() {
        addPrepared("full, REJECT", PLAIN.full(OnFull.REJECT, 1), room -> {
            room.submitted();
            room.submitted();
            return () -> {
                room.submitted();
                room.runLives();
            };
        });
        addPrepared("full, CALLER_RUNS", PLAIN.full(OnFull.CALLER_RUNS, 1), room -> {
            room.submitted();
            room.submitted();
            return () -> {
                room.submit(room.entry(self -> {
                    room.submitted();
                    final AllocationRoom.Entry other = room.submitted();
                    room.dequeue(other);
                    final ThreadletFuture<?> future = room.submitRunnable().future;
                    if (future != null) {
                        room.attempt(() -> AllocationRoom.get(future));
                    }
                    room.submit(room.entry(), Runnable::run);
                }));
                room.runLives();
            };
        });
        add("full, BLOCK, own thread", PLAIN.full(OnFull.BLOCK, 1), room -> {
            room.submit(room.entry(self -> {
                room.submitted();
                room.submitted();
                room.submitted();
            }));
            room.runLives();
        });
    }

    private void takingBack() {
        addPrepared("dequeue", PLAIN.max(1), room -> {
            final AllocationRoom.Entry first = room.submitted();
            final AllocationRoom.Entry second = room.submitted();
            return () -> {
                room.dequeue(second);
                room.dequeue(first);
                room.runLives();
            };
        });
        addPrepared("cancel what waits", PLAIN, room -> {
            final ThreadletFuture<?> future = room.submitRunnable().future;
            return () -> {
                room.attempt(() -> cancel(future));
                room.runLives();
            };
        });
        addPrepared("complete what waits", PLAIN, room -> {
            final ThreadletFuture<?> future = room.submitRunnable().future;
            return () -> {
                final boolean[] completed = new boolean[1];
                final Throwable thrown = room.attempt(() -> completed[0] = complete(future));
                if (thrown != null && future != null) {
                    room.expect("done though complete() failed", future.isDone(), false);
                }
                room.runLives();
            };
        });
        addPrepared("complete the future of a work that waits", PLAIN, room -> {
            final AllocationRoom.Entry work = room.submitted();
            final ThreadletFuture<?> future = room.queue.futureOf(work);
            return () -> {
                room.attempt(() -> complete(future));
                room.expect("runs though complete() returned", future.isDone() && work.state() != DEQUEUED, false);
                room.runLives();
            };
        });
        add("cancel what runs", PLAIN, room -> {
            final @Nullable ThreadletFuture<?>[] future = new @Nullable ThreadletFuture<?>[1];
            future[0] = room.submitCallable(() -> {
                        final Throwable thrown = room.attempt(() -> cancel(future[0]));
                        if (thrown != null) {
                            room.expect(
                                    "interrupted though cancel(true) failed",
                                    Thread.currentThread().isInterrupted(),
                                    false);
                        }
                        return "result";
                    })
                    .future;
            room.runLives();
        });
    }

    private void ofManyTasks() {
        addPrepared("invokeAny", PLAIN.max(1).withRealThreads(), room -> {
            final List<Callable<String>> tasks = List.of(
                    () -> {
                        throw AllocationFaults.NO_MEMORY;
                    },
                    () -> "result",
                    () -> "result");
            return () -> room.invokeAny(tasks);
        });
    }

    private static void cancel(@Nullable ThreadletFuture<?> future) {
        if (future != null) {
            future.cancel(true);
        }
    }

    private static boolean complete(@Nullable ThreadletFuture<?> future) {
        return future != null && future.completeExceptionally(new IllegalStateException());
    }

    private void inPlace() {
        add("get in place", PLAIN.max(1), room -> {
            room.submit(room.entry(self -> {
                final ThreadletFuture<?> future = room.submitCallable(() -> {
                            final ThreadletFuture<?> inner = room.submitRunnable().future;
                            if (inner != null) {
                                room.attempt(inner::join);
                            }
                            return "result";
                        })
                        .future;
                if (future != null) {
                    room.attempt(() -> AllocationRoom.get(future));
                }
            }));
            room.runLives();
        });
    }

    private void sizes() {
        addPrepared("resize", PLAIN.max(1), room -> {
            room.submitted();
            room.submitted();
            room.submitted();
            return () -> {
                room.attempt(() -> room.queue.resize(0, 3));
                room.runLives();
            };
        });
        add("pause and resume", PLAIN, room -> {
            room.submitted();
            room.attempt(room.queue::pause);
            room.submitted();
            room.runLives();
            room.attempt(room.queue::resume);
            room.runLives();
        });
        addPrepared("listings", PLAIN.max(1), room -> {
            room.submit(room.entry(self -> room.attempt(() -> {
                room.queue.running();
                room.queue.queued(9);
                room.queue.snapshot();
                room.queue.owns(Thread.currentThread());
            })));
            room.submitted();
            return room::runLives;
        });
    }

    private void starts() {
        add("a start fails, and no thread lives", PLAIN, room -> {
            room.startsToFail.set(1);
            room.submitted();
            room.submitted();
            room.runLives();
        });
        add("a start fails, and works wait", PLAIN, room -> {
            room.attempt(room.queue::pause);
            room.submitted();
            room.submitted();
            room.startsToFail.set(1);
            room.attempt(room.queue::resume);
            waitForARetry(room);
            room.runLives();
        });
        add("a start fails beside a thread", PLAIN, room -> {
            room.submit(room.entry(self -> {
                room.startsToFail.set(1);
                room.submitted();
                room.submitted();
            }));
            room.runLives();
        });
        add("a factory's threads", PLAIN.withForeignThreads(), room -> {
            room.submitted();
            room.submitted();
            room.runLives();
        });
    }

    /** So that the retry takes place without memory. Not for long: it may have been given up. */
    private static void waitForARetry(AllocationRoom room) {
        final long deadline = System.nanoTime() + 5_000_000;
        while (!room.hasLives() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    private void ends() {
        addPrepared("shutdown", PLAIN.max(1), room -> {
            room.submitted();
            room.submitted();
            return () -> {
                room.attempt(room.queue::shutdown);
                room.submitted();
                room.runLives();
            };
        });
        addPrepared("shutdownNow", PLAIN.max(1), room -> {
            room.submitted();
            room.submitRunnable();
            room.submitted();
            return () -> {
                room.shutdownNow();
                room.runLives();
            };
        });
        addPrepared("shutdownNow of the executor", PLAIN.max(1), room -> {
            room.submitted();
            final AllocationRoom.Promise task = room.submitRunnable();
            return () -> {
                if (room.shutdownExecutor() == null && task.future != null) {
                    room.expect("the task that was returned runs", task.runs.get(), 1);
                }
                room.runLives();
            };
        });
        addPrepared("shutdownNow with deferred works", PLAIN.full(OnFull.CALLER_RUNS, 1), room -> {
            room.submitted();
            room.submitted();
            return () -> {
                room.submit(room.entry(self -> {
                    room.submitted();
                    room.submitted();
                    room.shutdownNow();
                    Thread.interrupted();
                }));
                room.runLives();
            };
        });
    }

    private void realThreads() {
        addPrepared("an idle thread", PLAIN.withRealThreads(), room -> {
            AllocationRoom.until(room.submitted()::isAsAccepted);
            AllocationRoom.until(() -> room.queue.snapshot().idle() == 1);
            return () -> {
                room.submit(room.entry(), Runnable::run);
                final AllocationRoom.Entry work = room.submitted();
                AllocationRoom.until(work::isAsAccepted);
            };
        });
        addPrepared("full, BLOCK", PLAIN.full(OnFull.BLOCK, 1).withRealThreads(), room -> {
            final Gate gate = new Gate();
            room.submit(room.entry(gate, self -> {}, self -> {}));
            gate.awaitEntered();
            room.submitted();
            return () -> {
                final Thread one = Waits.start(room::submitted);
                final Thread two = Waits.start(room::submitted);
                waitFor(one);
                waitFor(two);
                gate.open();
                Waits.join(one);
                Waits.join(two);
            };
        });
        addPrepared("shutdownNow of what runs", PLAIN.max(1).withRealThreads(), room -> {
            final Gate gate = new Gate();
            room.submit(room.entry(gate, self -> {}, self -> {}));
            gate.awaitEntered();
            room.submitted();
            return () -> {
                room.shutdownNow();
                gate.open();
            };
        });
    }

    /** Until it is blocked, or done. */
    private static void waitFor(Thread submitter) {
        AllocationRoom.until(() -> submitter.getState() != Thread.State.RUNNABLE);
    }
}
