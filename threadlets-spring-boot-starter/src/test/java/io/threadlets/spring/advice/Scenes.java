package io.threadlets.spring.advice;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.history.Trend;
import io.threadlets.spring.history.Trend.Lately;
import io.threadlets.spring.history.Trend.Pace;
import io.threadlets.spring.inspect.LockView;
import io.threadlets.spring.inspect.QueueState;
import io.threadlets.spring.inspect.QueueView;
import io.threadlets.spring.inspect.RunningView;
import io.threadlets.spring.queue.StoreLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one queue, as a test says it. Two threads, room for ten works. */
final class Scenes {
    private final String name;
    private final List<Standing> works = new ArrayList<>();
    private final Map<Long, Integer> own = new HashMap<>();
    private final Map<Long, String> elsewhere = new HashMap<>();

    private List<StackTraceElement> stack = List.of();
    private int max = 2;
    private int capacity = 10;
    private int queued;
    private int largest = 2;
    private long submitted;
    private QueueState state = QueueState.RUNNING;
    private @Nullable Duration paused;
    private @Nullable Duration saturated;
    private @Nullable Duration oldest;
    private Duration known = Duration.ofMinutes(5);
    private Pace pace = new Pace(0, 0, 0);
    private Pace latest = pace;
    private Lately lately = new Lately(Duration.ofMinutes(1), 1, 0, 0, false);

    private @Nullable StoreLook store;

    private Scenes(String name) {
        this.name = name;
    }

    static Scenes queue(String name) {
        return new Scenes(name);
    }

    Scenes max(int threads) {
        max = threads;
        return this;
    }

    Scenes unbounded() {
        capacity = Integer.MAX_VALUE;
        return this;
    }

    Scenes queued(int works) {
        queued = works;
        return this;
    }

    Scenes largest(int threads, long works, Duration in) {
        largest = threads;
        submitted = works;
        known = in;
        return this;
    }

    Scenes ended() {
        state = QueueState.CLOSED;
        return this;
    }

    Scenes pausedFor(Duration time) {
        paused = time;
        return this;
    }

    Scenes saturatedFor(Duration time, Duration oldestFor) {
        saturated = time;
        oldest = oldestFor;
        return this;
    }

    Scenes pace(double in, double out) {
        return pace(in, 0, out);
    }

    Scenes pace(double in, double refused, double out) {
        pace = new Pace(in, refused, out);
        latest = pace;
        return this;
    }

    /** Nothing has come in the last two seconds. */
    Scenes nothingMore() {
        latest = new Pace(0, 0, 0);
        return this;
    }

    Scenes rejected(long works) {
        lately = new Lately(lately.time(), lately.submitted(), works, 0, false);
        return this;
    }

    Scenes idle() {
        lately = new Lately(Duration.ofMinutes(1), 0, 0, 0, false);
        return this;
    }

    Scenes grownFrom(int before, Duration in) {
        lately = new Lately(in, 500, 0, before, true);
        return this;
    }

    /** With calls in a store; unreachable for so long, unless that is null. */
    Scenes stored(long dead, long orphaned, @Nullable Duration downFor) {
        store = new StoreLook(
                "jdbc",
                "PostgreSQL 17.5",
                false,
                downFor == null ? null : "connection refused",
                downFor,
                new Snapshot(0, 0, 0, dead, orphaned, null, Map.of(), Map.of(), Instant.EPOCH),
                Map.of());
        return this;
    }

    Scenes own(long thread, int waiting) {
        own.put(thread, waiting);
        return this;
    }

    Scenes elsewhere(long thread, String at) {
        elsewhere.put(thread, at);
        return this;
    }

    /** A work that stands for so long; the number is that of the work and of its thread. */
    Scenes stuck(long id, String description, Place.Kind kind, String at, Duration stood) {
        return stuck(id, description, kind, at, stood, null);
    }

    Scenes stuck(
            long id, String description, Place.Kind kind, String at, Duration stood, @Nullable LockView waitingFor) {
        works.add(new Standing(view(id, description, stood, waitingFor), new Place(kind, at), stood, null, null));
        return this;
    }

    Scenes cancelled(long id, String description, String at, Duration ago) {
        works.add(new Standing(
                view(id, description, ago, null), new Place(Place.Kind.OTHER, at), Duration.ZERO, ago, null));
        return this;
    }

    Scenes running(long id, String description, String at, Duration elapsed, @Nullable Duration median) {
        works.add(new Standing(
                view(id, description, elapsed, null), new Place(Place.Kind.OTHER, at), Duration.ZERO, null, median));
        return this;
    }

    /** The last of the works is one that usually takes so long. */
    Scenes usually(Duration median) {
        final Standing last = works.remove(works.size() - 1);
        works.add(new Standing(last.work(), last.place(), last.stood(), last.cancelledFor(), median));
        return this;
    }

    /** Those works stand in this frame that are added next. */
    Scenes in(String type, String method) {
        stack = List.of(new StackTraceElement(type, method, null, -1));
        return this;
    }

    private RunningView view(long id, String description, Duration elapsed, @Nullable LockView waitingFor) {
        return new RunningView(
                id,
                name,
                ThreadletWork.of(() -> {}),
                description,
                new Thread(name + "-" + id),
                id,
                false,
                null,
                elapsed,
                Duration.ZERO,
                null,
                Thread.State.WAITING,
                null,
                waitingFor,
                null,
                true,
                false,
                stack);
    }

    Scene scene() {
        final QueueSnapshot now = new QueueSnapshot(
                name, 0, max, works.size(), 0, queued, capacity, paused != null, largest, submitted, 0, 0, 0, 0);
        return new Scene(
                new QueueView(name, state, now, false, oldest, null),
                new Trend(now, known, saturated, paused, pace, latest, lately),
                works,
                own,
                elsewhere,
                "threadlets.queues." + name,
                store,
                false);
    }

    static Advice judge(Scenes... queues) {
        return Rules.judge(Stream.of(queues).map(Scenes::scene).toList());
    }

    static String verdict(Scenes... queues) {
        return judge(queues).verdict();
    }

    static LockView lock(String lock, long holder) {
        return new LockView(lock, holder < 0 ? null : "thread-" + holder, holder, null);
    }
}
