package io.threadlets.spring.queue;

import io.threadlets.ThreadletWork;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a stop has to know of calls that their queues do not know. Safe from any thread. */
public final class OpenCalls {
    /** For one context. */
    OpenCalls() {}

    /**
     * Keeps a call open until its stage has ended and whoever hears of that has returned. To be called before the
     * thread that ran the body is free.
     *
     * @param queue name of the call's queue
     * @param call the call
     * @param cancel cancels the call, and with it the stage
     * @param end what to tell of the stage's end
     * @return what to give to the stage instead
     */
    public BiConsumer<@Nullable Object, @Nullable Throwable> tracked(
            String queue, ThreadletWork call, Runnable cancel, BiConsumer<@Nullable Object, @Nullable Throwable> end) {
        return end;
    }

    /**
     * Tells of a call whose body has ended after it was interrupted, by its timeout or its caller.
     *
     * @param queue name of the call's queue
     * @param call the call
     */
    public void interrupted(String queue, ThreadletWork call) {}
}
