package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How queues, works and times are written in the log. */
public final class QueueWords {
    private QueueWords() {}

    /** As "mail (2 to 8 threads, room for 100)". */
    static String sizes(QueueSnapshot queue) {
        final String threads = queue.minThreads() == queue.maxThreads()
                ? String.valueOf(queue.maxThreads())
                : queue.minThreads() == 0
                        ? "up to " + queue.maxThreads()
                        : queue.minThreads() + " to " + queue.maxThreads();
        final String room =
                queue.capacity() == Integer.MAX_VALUE ? "no limit on waiting" : "room for " + queue.capacity();
        return queue.name() + " (" + threads + (queue.maxThreads() == 1 ? " thread, " : " threads, ") + room + ")";
    }

    /** As "MailService.send x5, Digest.build". */
    static String counted(Collection<String> works) {
        final Map<String, Long> counts =
                works.stream().collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(work -> work.getValue() == 1 ? work.getKey() : work.getKey() + " x" + work.getValue())
                .collect(Collectors.joining(", "));
    }

    /** As "1 work", "5 works". */
    static String works(long count) {
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

    /** As "2.1 s", "45 s". */
    static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 || time.toSeconds() >= 10
                ? time.toSeconds() + " s"
                : Math.round(time.toMillis() / 100.0) / 10.0 + " s";
    }
}
