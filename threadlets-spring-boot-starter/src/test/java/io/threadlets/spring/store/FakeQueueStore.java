package io.threadlets.spring.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One queue of a {@link FakeStore}, as one instance has it. */
final class FakeQueueStore implements QueueStore {
    private static final long POLL_MILLIS = 20;

    private final String queue;
    private final FakeShelf shelf;
    private final CallRunner runner;
    private final Map<FakeShelf.Row, Long> taken = new ConcurrentHashMap<>();

    private volatile String instance = UUID.randomUUID().toString();
    private volatile boolean isTaking;
    private volatile boolean isDead;
    private @Nullable ScheduledExecutorService poller;

    FakeQueueStore(String queue, FakeShelf shelf, CallRunner runner) {
        this.queue = queue;
        this.shelf = shelf;
        this.runner = runner;
    }

    @Override
    public SentCall send(NewCall call, Runnable stored) {
        final SentCall sent = shelf.add(queue, call);
        if (!sent.isDuplicate()) {
            stored.run();
            wakeUp();
        }
        return sent;
    }

    @Override
    public Optional<SentCall> holder(String target, String key) {
        return shelf.holderOf(queue, target, key);
    }

    @Override
    public synchronized void start() {
        instance = UUID.randomUUID().toString();
        isTaking = true;
        final ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor();
        final Future<?> unused = started.scheduleWithFixedDelay(this::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
        poller = started;
    }

    @Override
    public void pause() {
        isTaking = false;
    }

    @Override
    public synchronized void stop() {
        isTaking = false;
        if (poller != null) {
            poller.shutdown();
        }
        taken.forEach((row, version) -> shelf.end(row, version, runner.unfinished(row.call.id())));
        taken.clear();
    }

    @Override
    public synchronized void wakeUp() {
        if (poller != null && isTaking) {
            poller.execute(this::poll);
        }
    }

    private void poll() {
        final int room = isTaking && !isDead ? runner.room() : 0;
        for (FakeShelf.Row row :
                room == 0 ? List.<FakeShelf.Row>of() : shelf.take(queue, runner.targets(), room, instance)) {
            final long version = shelf.version(row);
            taken.put(row, version);
            runner.execute(() -> run(row, version));
        }
    }

    private void run(FakeShelf.Row row, long version) {
        final TakenCall call = row.taken();
        final Ending ending = runner.run(call);
        final boolean wasTaken = taken.remove(row, version);
        if (!isDead && !shelf.end(row, version, ending) && wasTaken) {
            runner.late(call);
        }
    }

    @Override
    public void freed() {
        wakeUp();
    }

    /** As if the process was killed: nothing that it does reaches the store any more. */
    String die() {
        isDead = true;
        taken.clear();
        return instance;
    }

    /** Notices that an instance has died. */
    void takeOver(String dead) {
        for (FakeShelf.Row row : shelf.lost(queue, dead)) {
            shelf.end(row, shelf.version(row), runner.lost(row.taken()));
        }
        wakeUp();
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public List<Count> counts() {
        shelf.counted();
        return shelf.read(queue, rows -> {
            final Map<List<@Nullable Object>, Count> counts = new LinkedHashMap<>();
            for (FakeShelf.Row row : rows) {
                final List<@Nullable Object> group = new ArrayList<>();
                group.add(row.call.target());
                group.add(row.state);
                group.add(row.instance);
                counts.merge(
                        group,
                        new Count(row.call.target(), row.state, row.instance, 1, row.call.accepted()),
                        (one, other) -> new Count(
                                one.target(),
                                one.state(),
                                one.instance(),
                                one.calls() + other.calls(),
                                one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest()));
            }
            return List.copyOf(counts.values());
        });
    }

    @Override
    public long waiting(Set<String> targets, int enough) {
        return shelf.read(
                queue,
                rows -> rows.stream()
                        .filter(row -> row.state == State.WAITING && targets.contains(row.call.target()))
                        .count());
    }

    @Override
    public List<KeptCall> list(State state, TargetFilter filter, int limit) {
        return shelf.read(
                queue,
                rows -> rows.stream()
                        .filter(row -> row.state == state
                                && filter.targets().contains(row.call.target()) != filter.isExcluding())
                        .sorted(
                                state == State.DEAD
                                        ? Comparator.comparing((FakeShelf.Row row) -> row.died)
                                                .reversed()
                                        : Comparator.comparing(row -> row.due))
                        .limit(limit)
                        .map(FakeQueueStore::kept)
                        .toList());
    }

    private static KeptCall kept(FakeShelf.Row row) {
        return new KeptCall(
                row.call.id(),
                row.call.target(),
                row.call.payload(),
                row.state,
                row.attempt,
                row.call.accepted(),
                row.state == State.RUNNING || row.state == State.DEAD ? null : row.due,
                row.instance,
                row.failure);
    }

    @Override
    public Optional<KeptCall> find(String id) {
        return shelf.read(
                queue,
                rows -> rows.stream()
                        .filter(row -> row.call.id().equals(id))
                        .map(FakeQueueStore::kept)
                        .findFirst());
    }

    @Override
    public String description() {
        return "Fake 1.0";
    }

    @Override
    public boolean delete(String id) {
        return shelf.remove(queue, row -> row.call.id().equals(id)) == 1;
    }

    @Override
    public boolean retry(String id, Instant due) {
        return shelf.retry(queue, id, due);
    }

    @Override
    public int purge(Instant before) {
        return shelf.remove(queue, row -> row.state == State.DEAD && row.died.isBefore(Objects.requireNonNull(before)));
    }
}
