package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A thread factory that remembers what it made, and does something else when told to. */
final class TestThreads implements ThreadFactory {
    final List<Thread> made = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Maker maker;

    /** Makes a thread, or fails in its own way. */
    interface Maker {
        /** Called by whoever makes a thread start; the first call is 1. */
        @Nullable
        Thread make(Runnable body, int call) throws InterruptedException;
    }

    TestThreads() {
        this(TestThreads::daemon);
    }

    TestThreads(Maker maker) {
        this.maker = maker;
    }

    static Thread daemon(Runnable body, int call) {
        final Thread thread = new Thread(body, "test-" + call);
        thread.setDaemon(true);
        return thread;
    }

    /** Without a stack, so that logs stay short. */
    static OutOfMemoryError noMemory() {
        final OutOfMemoryError noMemory = new OutOfMemoryError("planned");
        noMemory.setStackTrace(new StackTraceElement[0]);
        return noMemory;
    }

    /** From now on. */
    void become(Maker next) {
        maker = next;
    }

    void recover() {
        become(TestThreads::daemon);
    }

    int calls() {
        return calls.get();
    }

    @Override
    public @Nullable Thread newThread(Runnable body) {
        try {
            final Thread thread = maker.make(body, calls.incrementAndGet());
            if (thread != null) {
                made.add(thread);
            }
            return thread;
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted in the factory", e);
        }
    }

    void assertAllDead() {
        assertThat(made)
                .allSatisfy(thread -> assertThat(thread.isAlive())
                        .as("%s is alive", thread.getName())
                        .isFalse());
    }
}
