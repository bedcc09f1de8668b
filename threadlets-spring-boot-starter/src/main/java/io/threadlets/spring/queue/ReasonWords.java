package io.threadlets.spring.queue;

import io.threadlets.ThreadletRejectedException.Reason;

/** How meters and the endpoint call the reasons of rejections. */
public final class ReasonWords {
    private ReasonWords() {}

    /**
     * A reason as it is written.
     *
     * @param reason why a work was rejected
     * @return as in {@code no-thread}
     */
    public static String of(Reason reason) {
        return switch (reason) {
            case FULL -> "full";
            case SHUTDOWN -> "closed";
            case NO_THREAD -> "no-thread";
        };
    }
}
