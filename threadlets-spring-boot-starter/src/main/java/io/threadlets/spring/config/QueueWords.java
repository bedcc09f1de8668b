package io.threadlets.spring.config;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletWork;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How queues, works and times are written in the log. */
public final class QueueWords {
    /** Tasks may be named after what they work on. */
    private static final int MOST_NAMES = 20;

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private QueueWords() {}

    /**
     * A text that may be of any length, cut.
     *
     * @param text the text; null for none
     * @param longest how many letters of it are kept
     * @return the text, or its beginning and an ellipsis
     */
    public static @Nullable String shortened(@Nullable String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    /**
     * As "mail (2 to 8 threads, room for 100)", "mail (virtual, 50 at once, room for 1000)".
     *
     * @param queue its numbers
     * @param isVirtual whether its threads are virtual ones
     * @return the text
     */
    public static String sizes(QueueSnapshot queue, boolean isVirtual) {
        final String room =
                queue.capacity() == Integer.MAX_VALUE ? "no limit on waiting" : "room for " + queue.capacity();
        return queue.name() + " (" + (isVirtual ? "virtual, " + queue.maxThreads() + " at once" : threads(queue)) + ", "
                + room + ")";
    }

    private static String threads(QueueSnapshot queue) {
        final String threads = queue.minThreads() == queue.maxThreads()
                ? String.valueOf(queue.maxThreads())
                : queue.minThreads() == 0
                        ? "up to " + queue.maxThreads()
                        : queue.minThreads() + " to " + queue.maxThreads();
        return threads + (queue.maxThreads() == 1 ? " thread" : " threads");
    }

    /**
     * As "MailService.send x5, Digest.build"; without numbers where there is one name only.
     *
     * @param works descriptions, one for each work
     * @return each description once; at most 20 of them
     */
    public static String counted(Collection<String> works) {
        final Map<String, Long> counts =
                works.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        final String named = counts.entrySet().stream()
                .limit(MOST_NAMES)
                .map(work -> work.getValue() == 1 || counts.size() == 1
                        ? work.getKey()
                        : work.getKey() + " x" + work.getValue())
                .collect(Collectors.joining(", "));
        return counts.size() <= MOST_NAMES ? named : named + " and " + (counts.size() - MOST_NAMES) + " others";
    }

    /**
     * What a work says of itself. One that throws, or says nothing, does not keep the others from being described.
     *
     * @param work any work
     * @return its description, or the name of its class
     */
    @SuppressWarnings("ConstantValue") // user code may return null whatever the annotations say
    public static String description(ThreadletWork work) {
        try {
            final String description = work.describe();
            if (description != null) {
                return description;
            }
        } catch (Throwable ignored) { // describing must not break a listing, nor a stop
        }
        return work.getClass().getName();
    }

    /**
     * What sets how many threads a queue may have.
     *
     * @param properties what the properties of the queue begin with
     * @return the property, or what the builder calls it where the queue is not made from properties
     */
    public static String maxThreads(String properties) {
        return properties.equals(SettingsResolver.DEFAULTS) ? "the queue's maxThreads" : properties + ".max-threads";
    }

    /**
     * As "1 work", "5 works".
     *
     * @param count how many
     * @return the number with its noun
     */
    public static String works(long count) {
        return count + (count == 1 ? " work" : " works");
    }

    /**
     * A time as people say it, however short.
     *
     * @param time at least 0
     * @return as in {@code 250 ms}, {@code 2.1 s}, {@code 45 s}
     */
    public static String time(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0) {
            return time.toNanos() + " ns";
        }
        return time.compareTo(Duration.ofSeconds(1)) < 0 ? time.toMillis() + " ms" : seconds(time);
    }

    /**
     * A time that was measured, and that may be long.
     *
     * @param time at least 0
     * @return as in {@code 0.6 ms}, {@code 250 ms}, {@code 2.1 s}, {@code 60 s}, {@code 3m12s}, {@code 5h07m}
     */
    public static String age(Duration time) {
        if (time.toMillis() == 0) {
            return Math.max(1, Math.round(time.toNanos() / 100_000.0)) / 10.0 + " ms";
        }
        final long seconds = time.toSeconds();
        if (seconds < 2 * MINUTE) {
            return time(time);
        }
        return seconds < HOUR
                ? seconds / MINUTE + "m" + twoDigits(seconds % MINUTE) + "s"
                : seconds / HOUR + "h" + twoDigits(seconds % HOUR / MINUTE) + "m";
    }

    private static String twoDigits(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /**
     * A time that was measured, as "0.1 s", "1.0 s", "45 s".
     *
     * @param time at least 0
     * @return the time in seconds
     */
    public static String elapsed(Duration time) {
        final long tenths = Math.round(time.toMillis() / 100.0);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " s" : time.toSeconds() + " s";
    }

    /**
     * As "2.1 s", "45 s".
     *
     * @param time at least 0
     * @return the time in seconds; tenths only below 10 s
     */
    public static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 || time.toSeconds() >= 10
                ? time.toSeconds() + " s"
                : Math.round(time.toMillis() / 100.0) / 10.0 + " s";
    }
}
