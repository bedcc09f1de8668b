package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Test code that is run as a work of a queue, described as {@code outer}. Nobody else is free to run what that code
 * submits to the queue: what it waits for is run in place, or the test hangs.
 */
final class Inside {
    /** So much that a thousand works fit one within the other. */
    private static final long LARGE_STACK = 64L << 20;

    final ThreadletQueue queue;
    private final Where where;
    private final @Nullable Gate occupant;

    /** Where the code is run. */
    enum Where {
        /** On the queue's only thread. */
        OWN_THREAD,
        /** In a caller that runs the work itself, while the queue's only thread is busy. */
        CALLER
    }

    private Inside(ThreadletQueue queue, Where where, @Nullable Gate occupant) {
        this.queue = queue;
        this.where = where;
        this.occupant = occupant;
    }

    static Inside of(Where where, Queues queues, ThreadletListener... listeners) {
        final ThreadletQueue.Builder builder =
                ThreadletQueue.builder("q").maxThreads(1).threadFactory(Inside::thread);
        for (ThreadletListener listener : listeners) {
            builder.listener(listener);
        }
        return switch (where) {
            case OWN_THREAD -> onThreadOf(queues.build(builder));
            case CALLER -> {
                final ThreadletQueue queue = queues.build(builder.capacity(0).onFull(OnFull.CALLER_RUNS));
                yield new Inside(queue, where, Queues.occupy(queue));
            }
        };
    }

    /** For a queue that runs the code on one of its threads. */
    static Inside onThreadOf(ThreadletQueue queue) {
        return new Inside(queue, Where.OWN_THREAD, null);
    }

    /** For a queue that has its callers run what they submit. */
    static Inside callerOf(ThreadletQueue queue) {
        return new Inside(queue, Where.CALLER, null);
    }

    private static Thread thread(Runnable body) {
        final Thread thread = new Thread(null, body, "inside", LARGE_STACK);
        thread.setDaemon(true);
        return thread;
    }

    /** A work whose body, or whose {@code completed}, is the test code. */
    final class Outer<T extends @Nullable Object> extends ThreadletWork {
        final ThreadletFuture<T> future = queue.futureOf(this);
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Callable<T> code;
        private final boolean inCompleted;
        private @Nullable Thread caller;
        private boolean callerInterrupted;

        private Outer(Callable<T> code, boolean inCompleted) {
            this.code = code;
            this.inCompleted = inCompleted;
        }

        @Override
        protected void run() {
            if (!inCompleted) {
                runCode();
            }
        }

        @Override
        protected void completed(@Nullable Throwable failure) {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (inCompleted) {
                runCode();
            }
        }

        private void runCode() {
            try {
                assertThat(queue.owns(Thread.currentThread()))
                        .as("the code is run by a thread of the queue")
                        .isEqualTo(where == Where.OWN_THREAD);
                result.complete(code.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        }

        @Override
        public String describe() {
            return "outer";
        }

        private Outer<T> start() {
            if (where == Where.OWN_THREAD) {
                queue.submit(this);
                return this;
            }
            final Thread thread = thread(() -> {
                try {
                    queue.submit(this);
                } catch (Throwable thrown) {
                    result.completeExceptionally(thrown);
                }
                callerInterrupted = Thread.interrupted();
            });
            caller = thread;
            thread.start();
            return this;
        }

        /** What the code returned. A caller has returned from {@code submit} by then. */
        T await() throws Exception {
            try {
                final T value = result.get(Waits.LONG.toSeconds(), TimeUnit.SECONDS);
                if (caller != null) {
                    Waits.join(caller);
                }
                return value;
            } catch (ExecutionException e) {
                return Probe.throwing(e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("the code hangs on " + queue, e);
            }
        }

        /** Whether the caller was interrupted when its {@code submit} returned, which is after {@link #await}. */
        boolean leftInterrupted() {
            return callerInterrupted;
        }
    }

    <T extends @Nullable Object> Outer<T> start(Callable<T> code) {
        return new Outer<>(code, false).start();
    }

    <T extends @Nullable Object> T call(Callable<T> code) throws Exception {
        return start(code).await();
    }

    void run(Probe.Body code) throws Exception {
        call(() -> runBody(code));
    }

    <T extends @Nullable Object> Outer<T> startInCompleted(Callable<T> code) {
        return new Outer<>(code, true).start();
    }

    void runInCompleted(Probe.Body code) throws Exception {
        startInCompleted(() -> runBody(code)).await();
    }

    private static boolean runBody(Probe.Body code) {
        try {
            code.run();
            return true;
        } catch (Throwable thrown) {
            return Probe.throwing(thrown);
        }
    }

    /** What the queue lists on the calling thread. */
    List<String> runningHere() {
        return queue.running().stream()
                .filter(each -> each.thread() == Thread.currentThread())
                .map(RunningWork::description)
                .toList();
    }

    /** Waits until all that was accepted has ended. */
    void drain() {
        if (occupant != null) {
            occupant.open();
        }
        Queues.drain(queue);
    }
}
