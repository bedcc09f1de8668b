package io.threadlets.spring.stored;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.QueueStore.Count;
import io.threadlets.spring.store.QueueStore.KeptCall;
import io.threadlets.spring.store.QueueStore.TargetFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What is shown of the calls of one queue, and done to them. Safe from any thread. */
final class QueueCalls implements StoredCalls {
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What has ended here, and is being written down: a moment. */
    private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST_LOOKS = 100;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final StoredQueue queue;

    private volatile @Nullable Reading last;

    /**
     * What was read.
     *
     * @param works how many calls wait, by what the method is called elsewhere
     * @param change after which of the changes that were made here
     */
    record Reading(Snapshot snapshot, Map<String, Long> works, long atNanos, int change) {
        long ageNanos() {
            return System.nanoTime() - atNanos;
        }
    }

    QueueCalls(StoredQueue queue) {
        this.queue = queue;
    }

    @Override
    public Snapshot snapshot() {
        final Reading known = last;
        return known != null && known.ageNanos() < FRESH_NANOS ? known.snapshot() : readOnce();
    }

    private synchronized Snapshot readOnce() {
        final Reading known = last;
        if (known != null && known.ageNanos() < FRESH_NANOS) {
            return known.snapshot(); // somebody else has read it meanwhile
        }
        final Reading now = read();
        last = now;
        return now.snapshot();
    }

    /** What was read is not true any more: who has changed something sees it at once. */
    private synchronized void forget() {
        last = null;
        queue.changed();
    }

    Reading read() {
        final int change = queue.changes();
        final long atNanos = System.nanoTime();
        final Instant asOf = Instant.now();
        final Map<String, Long> works = new TreeMap<>();
        final Map<String, Long> targets = new TreeMap<>();
        final Map<String, Long> instances = new TreeMap<>();
        final Map<StoredCall.State, Long> counts = new EnumMap<>(StoredCall.State.class);
        Instant oldest = null;
        for (Count count : queue.store().counts()) {
            final StoredCall.State state = state(count.state(), count.target());
            counts.merge(state, count.calls(), Long::sum);
            if (state == StoredCall.State.WAITING) {
                targets.merge(shown(count.target()), count.calls(), Long::sum);
                works.merge(queue.label(count.target()), count.calls(), Long::sum);
                oldest = oldest == null || count.oldest().isBefore(oldest) ? count.oldest() : oldest;
            }
            final String instance = count.instance();
            if (state == StoredCall.State.RUNNING && instance != null) {
                instances.merge(instance, count.calls(), Long::sum);
            }
        }
        final Snapshot snapshot = new Snapshot(
                counts.getOrDefault(StoredCall.State.WAITING, 0L),
                counts.getOrDefault(StoredCall.State.RUNNING, 0L),
                counts.getOrDefault(StoredCall.State.RETRYING, 0L),
                counts.getOrDefault(StoredCall.State.DEAD, 0L),
                counts.getOrDefault(StoredCall.State.ORPHANED, 0L),
                oldest == null ? null : notNegative(Duration.between(oldest, asOf)),
                Map.copyOf(targets),
                Map.copyOf(instances),
                asOf);
        return new Reading(snapshot, Map.copyOf(works), atNanos, change);
    }

    /** Another instance's clock may be ahead. */
    private static Duration notNegative(Duration age) {
        return age.isNegative() ? Duration.ZERO : age;
    }

    private StoredCall.State state(QueueStore.State state, String target) {
        final boolean isKnown = queue.targets().contains(target);
        return switch (state) {
            case WAITING -> isKnown ? StoredCall.State.WAITING : StoredCall.State.ORPHANED;
            case RETRYING -> isKnown ? StoredCall.State.RETRYING : StoredCall.State.ORPHANED;
            case RUNNING -> StoredCall.State.RUNNING;
            case DEAD -> StoredCall.State.DEAD;
        };
    }

    private String shown(String target) {
        final StoredTarget known = queue.target(target);
        return known == null ? StoredTarget.shown(target) : known.shown();
    }

    @Override
    public List<StoredCall> list(StoredCall.State state, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be at least 0 but was " + limit);
        }
        return limit == 0
                ? List.of()
                : kept(state, limit).stream().map(this::shown).toList();
    }

    List<KeptCall> kept(StoredCall.State state, int limit) {
        final QueueStore store = queue.store();
        final TargetFilter known = new TargetFilter(queue.targets(), /* isExcluding= */ false);
        final TargetFilter unknown = new TargetFilter(queue.targets(), /* isExcluding= */ true);
        return switch (state) {
            case WAITING -> store.list(QueueStore.State.WAITING, known, limit);
            case RETRYING -> store.list(QueueStore.State.RETRYING, known, limit);
            case RUNNING -> store.list(QueueStore.State.RUNNING, TargetFilter.all(), limit);
            case DEAD -> store.list(QueueStore.State.DEAD, TargetFilter.all(), limit);
            case ORPHANED -> {
                final List<KeptCall> found = new ArrayList<>(store.list(QueueStore.State.WAITING, unknown, limit));
                found.addAll(store.list(QueueStore.State.RETRYING, unknown, limit));
                yield found.stream().limit(limit).toList();
            }
        };
    }

    StoredCall shown(KeptCall call) {
        return new StoredCall(
                call.id(),
                state(call.state(), call.target()),
                shown(call.target()),
                call.attempt(),
                call.accepted(),
                call.due(),
                call.instance(),
                call.failure());
    }

    @Override
    public CancelResult cancel(String id) {
        try {
            return cancelOnce(id);
        } finally {
            forget();
        }
    }

    private CancelResult cancelOnce(String id) {
        final QueueStore store = queue.store();
        final long begun = System.nanoTime();
        for (int look = 0; look < MOST_LOOKS && System.nanoTime() - begun < MOMENT_NANOS; look++) {
            final Attempt here = queue.runningHere(id);
            if (here != null && here.cancel(/* interrupts= */ true)) {
                return new CancelResult(Outcome.STOPPING, store.instance());
            }
            if (store.delete(id)) {
                return new CancelResult(Outcome.DELETED, null);
            }
            final Optional<KeptCall> found = store.find(id);
            final String instance = found.map(KeptCall::instance).orElse(null);
            if (found.isEmpty()) {
                return new CancelResult(Outcome.NOT_FOUND, null);
            }
            if (instance != null && !instance.equals(store.instance())) {
                return new CancelResult(Outcome.RUNNING_ELSEWHERE, instance);
            }
            LockSupport.parkNanos(LOOK_NANOS); // about to begin here, or its end is being written down
        }
        return new CancelResult(Outcome.RUNNING_ELSEWHERE, store.instance());
    }

    @Override
    public boolean retry(String id) {
        final boolean isDone = queue.store().retry(id, Instant.now());
        if (isDone) {
            queue.counts().revived.increment();
            queue.store().wakeUp();
            forget();
        }
        return isDone;
    }
}
