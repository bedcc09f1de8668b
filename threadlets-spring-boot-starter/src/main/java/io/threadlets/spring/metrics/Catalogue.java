package io.threadlets.spring.metrics;

import static io.threadlets.spring.metrics.CatalogueEntry.counter;
import static io.threadlets.spring.metrics.CatalogueEntry.gauge;
import static io.threadlets.spring.metrics.CatalogueEntry.time;

import io.micrometer.core.instrument.Tags;
import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletRejectedException.Reason;
import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.metrics.CatalogueEntry.Kind;
import io.threadlets.spring.queue.ReasonWords;
import io.threadlets.spring.queue.StoredCounts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What is shown of each queue, but for its timers. */
final class Catalogue {
    private static final String THREADS = "threads";
    private static final String WORKS = "works";
    private static final String CALLS = "calls";

    private Catalogue() {}

    /** The meters {@code threadlets.*} that are tagged {@code queue}. */
    static List<CatalogueEntry> of(QueueReadings queue) {
        return Stream.of(threads(), works(), ends(), rejections(queue), stored(queue))
                .flatMap(List::stream)
                .toList();
    }

    /** The same: registries warn of gauges that are registered twice, but not of counters. */
    static List<CatalogueEntry> countersFirst(QueueReadings queue) {
        return of(queue).stream()
                .sorted(Comparator.comparing(entry -> entry.kind() != Kind.COUNTER))
                .toList();
    }

    private static List<CatalogueEntry> threads() {
        return List.of(
                gauge("threadlets.cur", THREADS, "Threads that the queue has now", now(QueueSnapshot::cur)),
                gauge("threadlets.idle", THREADS, "Threads that are free", now(QueueSnapshot::idle)),
                gauge("threadlets.min", THREADS, "Threads that stay", now(QueueSnapshot::minThreads)),
                gauge("threadlets.max", THREADS, "Most threads at once", now(s -> limit(s.maxThreads()))),
                gauge("threadlets.paused", null, "1 while nothing is started", now(s -> s.paused() ? 1 : 0)));
    }

    private static List<CatalogueEntry> works() {
        return List.of(
                gauge("threadlets.queued", WORKS, "Works that wait for a thread", now(QueueSnapshot::queued)),
                gauge("threadlets.running", WORKS, "Works that run now", now(s -> s.cur() - s.idle())),
                gauge("threadlets.capacity", WORKS, "Most works that may wait", now(s -> limit(s.capacity()))),
                gauge("threadlets.queued.peak", WORKS, "Most queued in the last minute", QueueReadings::queuedPeak),
                gauge("threadlets.running.peak", WORKS, "Most running in the last minute", QueueReadings::runningPeak),
                time("threadlets.queued.oldest", "Age of the work that has waited longest", QueueReadings::oldest),
                time("threadlets.running.longest", "Age of the work that has run longest", QueueReadings::longest));
    }

    private static List<CatalogueEntry> ends() {
        return List.of(
                counter(
                        "threadlets.submitted",
                        WORKS,
                        "Works that were accepted",
                        Tags.empty(),
                        now(QueueSnapshot::submitted)),
                completed("success", now(QueueSnapshot::succeeded)),
                completed("failure", now(QueueSnapshot::failed)),
                completed("cancelled", QueueReadings::cancelled),
                completed("expired", QueueReadings::expired));
    }

    /** All from the start, since an increase from nothing to something raises no alert. */
    private static List<CatalogueEntry> rejections(QueueReadings queue) {
        return queue.listener() == null
                ? List.of(rejected("unknown", now(QueueSnapshot::rejected)))
                : Arrays.stream(Reason.values())
                        .map(reason -> rejected(ReasonWords.of(reason), read -> read.rejected(reason)))
                        .toList();
    }

    /** The gauges are of all instances together, and the same on each. */
    private static List<CatalogueEntry> stored(QueueReadings queue) {
        return queue.stores() == null
                ? List.of()
                : List.of(
                        stored("waiting", "Calls that wait for their first attempt", Snapshot::waiting),
                        stored("running", "Calls that run on any instance", Snapshot::running),
                        stored("retrying", "Calls that wait for a further attempt", Snapshot::retrying),
                        stored("dead", "Calls that have failed for good", Snapshot::dead),
                        stored("orphaned", "Calls of methods that this instance does not know", Snapshot::orphaned),
                        storedCount("sent", "Calls that this instance has stored", StoredCounts::sent),
                        storedCount("duplicates", "Calls not stored, for their key", StoredCounts::duplicates),
                        storedCount("retried", "Attempts that failed here and are made again", StoredCounts::retried),
                        storedCount("revived", "Calls retried by hand, or taken over", StoredCounts::revived),
                        storedCount("died", "Calls that this instance has found dead", StoredCounts::died));
    }

    private static CatalogueEntry stored(String state, String description, ToDoubleFunction<Snapshot> value) {
        return gauge("threadlets.stored." + state, CALLS, description, read -> read.stored(value));
    }

    private static CatalogueEntry storedCount(String what, String description, ToLongFunction<StoredCounts> value) {
        return counter("threadlets.stored." + what, CALLS, description, Tags.empty(), read -> read.storedCount(value));
    }

    /** Those of Micrometer's {@code ExecutorServiceMetrics} that cost nothing, tagged {@code name}. */
    static List<CatalogueEntry> executor() {
        return List.of(
                gauge("executor.active", THREADS, "Threads that run works", now(s -> s.cur() - s.idle())),
                gauge("executor.pool.size", THREADS, "Threads that the queue has now", now(QueueSnapshot::cur)),
                gauge("executor.pool.core", THREADS, "Threads that stay", now(QueueSnapshot::minThreads)),
                gauge("executor.pool.max", THREADS, "Most threads at once", now(QueueSnapshot::maxThreads)),
                gauge("executor.queued", "tasks", "Works that wait for a thread", now(QueueSnapshot::queued)),
                gauge("executor.queue.remaining", "tasks", "Works that may wait beside them", now(Catalogue::room)),
                counter(
                        "executor.completed",
                        "tasks",
                        "Works that have run",
                        Tags.empty(),
                        now(s -> s.succeeded() + s.failed())));
    }

    private static double room(QueueSnapshot now) {
        return Math.max(now.capacity() - now.queued(), 0);
    }

    /** Infinite where there is no limit. */
    private static double limit(int most) {
        return most == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : most;
    }

    private static CatalogueEntry completed(String outcome, ToDoubleFunction<QueueReadings> value) {
        return counter("threadlets.completed", WORKS, "Works that have ended", Tags.of("outcome", outcome), value);
    }

    private static CatalogueEntry rejected(String reason, ToDoubleFunction<QueueReadings> value) {
        return counter("threadlets.rejected", WORKS, "Works turned away", Tags.of("reason", reason), value);
    }

    private static ToDoubleFunction<QueueReadings> now(ToDoubleFunction<QueueSnapshot> value) {
        return read -> value.applyAsDouble(read.now());
    }
}
