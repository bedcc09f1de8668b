package io.threadlets;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A work that is to be DEQUEUED. Made before it is taken, so that what follows from that needs no memory. */
final class Unbegun {
    private final QueueConfig config;
    private final ThreadletWork work;
    private final Throwable why;
    private @Nullable Executor home;
    private long submittedNanos;

    Unbegun(QueueConfig config, ThreadletWork work, Throwable why) {
        this.config = config;
        this.work = work;
        this.why = why;
    }

    ThreadletWork work() {
        return work;
    }

    /** With what belonged to its submission. */
    void taken(@Nullable Executor to, long nanos) {
        home = to;
        submittedNanos = nanos;
    }

    /** Tells the listeners, and {@code completed}. */
    void tell() {
        tell(config, work, home, submittedNanos, WorkWord.DEQUEUED, why);
    }

    /** The same for a work that ends without having run, DEQUEUED or FAILED. */
    static void tell(
            QueueConfig config,
            ThreadletWork work,
            @Nullable Executor home,
            long submittedNanos,
            int phase,
            Throwable why) {
        if (phase == WorkWord.DEQUEUED) {
            config.listeners().dequeued(work, config.now() - submittedNanos);
        } else {
            config.listeners().finished(work, 0, why);
        }
        FlightRecorder.ended(home, config, work, phase);
        Completion.deliver(work, home, why);
    }
}
