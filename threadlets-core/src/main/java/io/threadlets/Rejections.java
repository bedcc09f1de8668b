package io.threadlets;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The texts of rejections: which queue, which numbers, which rule, what to change. */
final class Rejections {
    /** In the words of the builder. */
    static final String ADVICE =
            "Raise the queue's capacity or maxThreads, or choose OnFull.CALLER_RUNS or OnFull.BLOCK.";

    private Rejections() {}

    /**
     * @param oldest how long the oldest queued work waits; null if unknown or none
     * @param longest the work that has run longest; null if unknown or none
     * @param advice what to change
     */
    static String full(
            ThreadletWork work,
            QueueSnapshot now,
            @Nullable Duration oldest,
            @Nullable RunningWork longest,
            String advice) {
        final String waits = oldest == null ? "" : ", oldest waits " + inWords(oldest);
        final String elapsed = longest == null || longest.elapsed() == null ? "" : ", " + inWords(longest.elapsed());
        final String runs = longest == null ? "" : " Longest running: " + longest.description() + elapsed + ".";
        return "Queue '" + now.name() + "' is full: " + (now.cur() - now.idle()) + " of " + now.maxThreads()
                + " threads busy, " + now.queued() + " of " + now.capacity() + " waiting" + waits
                + (now.paused() ? ", and it is paused" : "") + "; '" + Descriptions.of(work)
                + "' was not accepted " + numbers(now) + "." + runs
                + (now.paused() ? " Resume the queue. " : " ") + advice;
    }

    /** @param millis when it was shut down */
    static String shutDown(ThreadletWork work, QueueSnapshot now, long millis) {
        final LocalTime since = LocalTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
        return "Queue '" + now.name() + "' is closed (since " + twoDigits(since.getHour()) + ":"
                + twoDigits(since.getMinute()) + ":" + twoDigits(since.getSecond())
                + ", when it was shut down); '" + Descriptions.of(work) + "' was not accepted "
                + numbers(now) + ". Submit before shutdown, or to another queue.";
    }

    static String noThread(ThreadletWork work, QueueSnapshot now, @Nullable Throwable cause) {
        return "Queue '" + now.name()
                + (now.cur() == 0 ? "' has no thread and" : "' has no room to wait for its threads and")
                + " could not start one" + (cause == null ? "" : " (" + cause + ")") + "; '"
                + Descriptions.of(work) + "' was not accepted " + numbers(now)
                + ". Look at the cause: a thread factory that fails, or too little memory or too low a limit on"
                + " threads for the " + now.maxThreads() + " that the queue may have.";
    }

    private static String numbers(QueueSnapshot now) {
        return "(threads=" + now.cur() + ", idle=" + now.idle() + ", queued=" + now.queued() + ", capacity="
                + (now.capacity() == Integer.MAX_VALUE ? "unbounded" : now.capacity()) + ")";
    }

    /** As 0.3 s, 42 s, 3m12s, 5h07m. */
    static String inWords(Duration duration) {
        final long seconds = duration.toSeconds();
        if (seconds < 10) {
            final long tenths = duration.toMillis() / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + "m" + twoDigits(seconds % 60) + "s"
                : seconds / 3600 + "h" + twoDigits(seconds / 60 % 60) + "m";
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
