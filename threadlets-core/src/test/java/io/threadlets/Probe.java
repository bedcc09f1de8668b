package io.threadlets;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A work with a body to choose, which notes how often it ran and how its submissions ended. */
final class Probe extends ThreadletWork {
    private final String name;
    private final Body body;
    private final AtomicInteger runs = new AtomicInteger();
    final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    /** Called from {@code completed}, after it was noted. */
    volatile Consumer<Ended> then = end -> {};

    interface Body {
        void run() throws Throwable;
    }

    /** One call of {@code completed}. */
    record Ended(@Nullable Throwable failure, State state, Thread thread, boolean interrupted) {}

    Probe(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    static Probe named(String name) {
        return new Probe(name, () -> {});
    }

    static Probe failing(String name, Throwable failure) {
        return new Probe(name, () -> {
            throw failure;
        });
    }

    Probe then(Consumer<Ended> consumer) {
        then = consumer;
        return this;
    }

    int runs() {
        return runs.get();
    }

    Ended awaitEnd() {
        return Waits.take(ended);
    }

    @Override
    protected void run() throws Exception {
        runs.incrementAndGet();
        try {
            body.run();
        } catch (Throwable thrown) {
            throwing(thrown);
        }
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        final Thread thread = Thread.currentThread();
        final Ended end = new Ended(failure, state(), thread, thread.isInterrupted());
        ended.add(end);
        then.accept(end);
    }

    @Override
    public String describe() {
        return name;
    }

    /** Throws anything, where only some of it may be declared. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // so that it fits in any expression
    static <T> T throwing(Throwable thrown) {
        Probe.<RuntimeException>sneak(thrown);
        throw new AssertionError(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
