package io.threadlets.spring.store;

import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.store.QueueStore.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** Where the calls of all queues of all instances are. */
public final class FakeShelf {
    // Guarded by this.
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean isDown;
    private boolean isHanging;
    private @Nullable Error bug;
    private int looks;

    private volatile Runnable beforeEndings = () -> {};

    /** A thread that has no answer. */
    public record Waiting(String queue, Thread thread) {}

    /** One call. Guarded by the shelf. */
    static final class Row {
        final String queue;
        final NewCall call;
        State state = State.WAITING;
        int attempt = 1;
        int crashes;
        boolean hasBegun;
        Instant due;
        long version;

        @Nullable
        String instance;

        @Nullable
        String failure;

        Instant died = Instant.MAX;

        Row(String queue, NewCall call) {
            this.queue = queue;
            this.call = call;
            this.due = call.accepted();
        }

        TakenCall taken() {
            return new TakenCall(
                    call.id(),
                    call.target(),
                    call.payload(),
                    attempt,
                    crashes,
                    call.accepted(),
                    hasBegun,
                    call.trace());
        }

        boolean isHolding(String target, @Nullable String key) {
            return key != null && state != State.DEAD && call.target().equals(target) && key.equals(call.key());
        }
    }

    /** Keeps the calls of the queue {@code jobs} of an application, which needs no database then. */
    public SpringApplicationBuilder keepJobsOf(SpringApplicationBuilder application) {
        return application
                .properties(
                        "threadlets.queues.jobs.store=fake",
                        "spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
                .initializers(context ->
                        ((GenericApplicationContext) context).registerBean(FakeStore.class, () -> new FakeStore(this)));
    }

    /** Makes the store unreachable, or reachable again. */
    public synchronized void setDown(boolean down) {
        isDown = down;
    }

    /** Makes the store give no answer, as a network does that drops everything; or go on. */
    public synchronized void setHanging(boolean hanging) {
        isHanging = hanging;
        notifyAll();
    }

    /** Makes the store throw this; or not. */
    public synchronized void setBug(@Nullable Error thrown) {
        bug = thrown;
    }

    /** Those that wait while the store hangs. */
    public synchronized List<Waiting> waiting() {
        return List.copyOf(waiting);
    }

    /** What to do before the end of a call is written down. */
    public void beforeEndings(Runnable task) {
        beforeEndings = task;
    }

    synchronized void counted() {
        looks++;
    }

    /** How often all calls were counted. */
    public synchronized int looks() {
        return looks;
    }

    private synchronized void check(String queue) {
        while (isHanging) {
            final Waiting here = new Waiting(queue, Thread.currentThread());
            waiting.add(here);
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ThreadletStoreException(queue, "Queue '" + queue + "': the fake store hangs", e);
            } finally {
                waiting.remove(here);
            }
        }
        if (bug != null) {
            throw bug;
        }
        if (isDown) {
            throw new ThreadletStoreException(
                    queue, "Queue '" + queue + "': the fake store is down", new IllegalStateException("down"));
        }
    }

    synchronized SentCall add(String queue, NewCall call) {
        check(queue);
        final Optional<Row> holder = holder(queue, call.target(), call.key());
        if (holder.isPresent()) {
            return sent(holder.get(), true);
        }
        final Row row = new Row(queue, call);
        rows.put(call.id(), row);
        return sent(row, false);
    }

    private static SentCall sent(Row row, boolean isDuplicate) {
        return new SentCall(row.call.id(), row.call.accepted(), isDuplicate);
    }

    synchronized Optional<SentCall> holderOf(String queue, String target, String key) {
        check(queue);
        return holder(queue, target, key).map(row -> sent(row, true));
    }

    private Optional<Row> holder(String queue, String target, @Nullable String key) {
        return rows.values().stream()
                .filter(row -> row.queue.equals(queue) && row.isHolding(target, key))
                .findFirst();
    }

    /** Takes the calls that are due longest. */
    synchronized List<Row> take(String queue, Set<String> targets, int limit, String instance) {
        if (isDown || isHanging) {
            return List.of();
        }
        final List<Row> taken = rows.values().stream()
                .filter(row -> row.queue.equals(queue)
                        && targets.contains(row.call.target())
                        && (row.state == State.WAITING || row.state == State.RETRYING)
                        && !row.due.isAfter(Instant.now()))
                .sorted(Comparator.comparing(row -> row.due))
                .limit(limit)
                .toList();
        for (Row row : taken) {
            row.state = State.RUNNING;
            row.instance = instance;
            row.version++;
        }
        return taken;
    }

    /** Writes the ending of a call down, if it still belongs to who took it. */
    boolean end(Row row, long version, Ending ending) {
        beforeEndings.run();
        synchronized (this) {
            if (row.version != version || row.state != State.RUNNING) {
                return false;
            }
            row.version++;
            row.instance = null;
            row.hasBegun |= !(ending instanceof Ending.GivenBack givenBack) || givenBack.hasBegun();
            if (ending instanceof Ending.Done) {
                rows.remove(row.call.id());
            } else if (ending instanceof Ending.Retry retry) {
                row.state = State.RETRYING;
                row.attempt++;
                row.due = retry.due();
                row.failure = retry.failure();
            } else if (ending instanceof Ending.Dead dead) {
                row.state = State.DEAD;
                row.died = Instant.now();
                row.failure = dead.failure();
            } else {
                row.state = row.attempt == 1 ? State.WAITING : State.RETRYING;
            }
        }
        ending.then().run();
        return true;
    }

    /** What an instance had taken when it died. */
    synchronized List<Row> lost(String queue, String instance) {
        final List<Row> lost = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.queue.equals(queue) && row.state == State.RUNNING && instance.equals(row.instance)) {
                row.crashes++;
                row.version++;
                lost.add(row);
            }
        }
        return lost;
    }

    synchronized long version(Row row) {
        return row.version;
    }

    synchronized <T> T read(String queue, Function<List<Row>, T> reader) {
        check(queue);
        return reader.apply(
                rows.values().stream().filter(row -> row.queue.equals(queue)).toList());
    }

    synchronized int remove(String queue, Predicate<Row> which) {
        check(queue);
        final int before = rows.size();
        rows.values().removeIf(row -> row.queue.equals(queue) && row.state != State.RUNNING && which.test(row));
        return before - rows.size();
    }

    synchronized boolean retry(String queue, String id, Instant due) {
        check(queue);
        final Row row = rows.get(id);
        if (row == null || row.state == State.RUNNING || row.state == State.WAITING) {
            return false;
        }
        if (row.state == State.DEAD) {
            if (holder(queue, row.call.target(), row.call.key()).isPresent()) {
                return false;
            }
            row.state = State.WAITING;
            row.attempt = 1;
            row.crashes = 0;
        }
        row.due = due;
        return true;
    }
}
