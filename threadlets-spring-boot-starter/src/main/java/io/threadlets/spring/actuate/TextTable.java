package io.threadlets.spring.actuate;

import io.threadlets.spring.inspect.QueueState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The queues in lines of a terminal. */
final class TextTable {
    private static final String HEAD = "QUEUE STATE CUR IDLE QUEUED MAX CAP OLDEST LONGEST DONE FAIL REJ";
    private static final String STORED_HEAD = "STORED STORE WAITING RUNNING RETRYING DEAD ORPHANED OLDEST INSTANCES";

    /** Columns from here on are numbers, and end below one another. */
    private static final int FIRST_NUMBER = 2;

    private TextTable() {}

    static String of(QueuesDescriptor queues) {
        final List<List<String>> rows = new ArrayList<>();
        final List<List<String>> stored = new ArrayList<>();
        queues.queues().forEach((name, queue) -> {
            rows.add(row(name, queue));
            final StoreDescriptor store = queue.store();
            if (store != null) {
                stored.add(row(name, store));
            }
        });
        return table(HEAD, rows) + (stored.isEmpty() ? "" : "\n" + table(STORED_HEAD, stored));
    }

    private static String table(String head, List<List<String>> body) {
        final List<List<String>> rows = new ArrayList<>(body);
        rows.add(0, List.of(head.split(" ")));
        final StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            final StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                final int width = width(rows, column);
                final String format = column < FIRST_NUMBER ? "%-" + width + "s  " : "%" + width + "s ";
                line.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static List<String> row(String name, QueueDescriptor queue) {
        final boolean isUsual = queue.state().equals(QueueState.RUNNING.toString());
        return List.of(
                name,
                isUsual ? queue.state() : queue.state().toUpperCase(Locale.ROOT),
                String.valueOf(queue.cur()),
                String.valueOf(queue.idle()),
                String.valueOf(queue.queued()),
                limit(queue.max()),
                limit(queue.capacity()),
                time(queue.oldestQueuedMs()),
                time(queue.longestRunningMs()),
                String.valueOf(queue.completed() - queue.failed() - queue.cancelled()),
                String.valueOf(queue.failed()),
                String.valueOf(queue.rejected()));
    }

    private static List<String> row(String name, StoreDescriptor store) {
        final boolean isUp = !store.state().equals(StoreDescriptor.UNREACHABLE);
        final Map<String, Long> instances = store.instances();
        return List.of(
                name,
                isUp ? store.state() : store.state().toUpperCase(Locale.ROOT),
                number(store.waiting()),
                number(store.running()),
                number(store.retrying()),
                number(store.dead()),
                number(store.orphaned()),
                time(store.oldestMs()),
                number(instances == null ? null : (long) instances.size()));
    }

    private static String number(@Nullable Long calls) {
        return calls == null ? "-" : String.valueOf(calls);
    }

    private static String limit(@Nullable Integer most) {
        return most == null ? "-" : String.valueOf(most);
    }

    /** As 0.3s, 42.1s, 3m12s, 5h07m. */
    static String time(@Nullable Long millis) {
        if (millis == null) {
            return "-";
        }
        final Duration time = Duration.ofMillis(millis);
        if (time.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%d.%ds", time.toSeconds(), time.toMillisPart() / 100);
        }
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%dh%02dm", time.toHours(), time.toMinutesPart());
    }
}
