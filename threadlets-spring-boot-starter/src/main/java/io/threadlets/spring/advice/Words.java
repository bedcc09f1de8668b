package io.threadlets.spring.advice;

import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of the sentences. */
final class Words {
    private static final double TEN = 10;

    private Words() {}

    static String queue(Scene scene) {
        return queue(scene.name());
    }

    static String queue(String name) {
        return "Queue '" + name + "': ";
    }

    /**
     * As {@code all 8 running works wait}, {@code 3 of 8 running works wait}, {@code MailService.send (work 412)
     * waits}.
     */
    static String works(Scene scene, Collection<Standing> some, String one, String many) {
        final int all = scene.works().size();
        if (some.size() == 1) {
            return work(some.iterator().next()) + " " + one;
        }
        return (some.size() == all ? "all " + all : some.size() + " of " + all) + " running works " + many;
    }

    /** As {@code MailService.send (work 412)}. */
    static String work(Standing work) {
        return work.work().description() + " (work " + work.work().id() + ")";
    }

    /** As {@code 3 s}, of one work; {@code 3 s and longer} of several, {@code 3 s to 90 s} where that tells more. */
    static String times(Collection<Duration> times) {
        final Duration least = times.stream().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
        final Duration most = times.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        return QueueWords.age(least)
                + (times.size() == 1
                        ? ""
                        : most.compareTo(least.multipliedBy(2)) > 0 ? " to " + QueueWords.age(most) : " and longer");
    }

    /** How long they have run, which is how long they have been seen to stand, and a little more. */
    static String stood(Collection<Standing> works) {
        return times(works.stream().map(work -> orZero(work.stood())).toList());
    }

    private static Duration orZero(@Nullable Duration time) {
        return time == null ? Duration.ZERO : time;
    }

    /** As {@code , at com.acme.Mail.send(Mail.java:7)}; names the works too where they are several. */
    static String where(Collection<Standing> works) {
        final String at = mostFrequent(works);
        final String names = works.size() == 1
                ? ""
                : " ("
                        + QueueWords.counted(works.stream()
                                .map(work -> work.work().description())
                                .toList())
                        + ")";
        return names + (at == null ? "" : ", at " + at);
    }

    /** Where most of them stand; null if that is not known of any. */
    static @Nullable String mostFrequent(Collection<Standing> works) {
        final Map<String, Integer> counts = new TreeMap<>();
        String most = null;
        for (Standing work : works) {
            final String at = work.place().at();
            if (at != null) {
                final int count = counts.merge(at, 1, Integer::sum);
                most = most == null || count > counts.getOrDefault(most, 0) ? at : most;
            }
        }
        return most;
    }

    /** As {@code 1 work waits}, {@code 40 works wait}. */
    static String waiting(int queued) {
        return queued == 1 ? "1 work waits" : queued + " works wait";
    }

    /** As {@code 480}, {@code 2.5}. */
    static String rate(double perSecond) {
        return perSecond >= TEN
                ? String.valueOf(Math.round(perSecond))
                : String.format(Locale.ROOT, "%.1f", perSecond).replace(".0", "");
    }
}
