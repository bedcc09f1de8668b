package io.threadlets.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes files a batch at a time. Whoever fills a batch writes it, and waits where eight of them are being written.
 *
 * <p>A batch that does not fill is written after a while by a helper: what was read is seen, and outlives the process,
 * however long the other files take.
 */
final class BatchWriter {

    private static final int BATCHES_IN_FLIGHT = 8;
    private static final int BATCH = 100;
    private static final Duration BATCH_TIME = Duration.ofSeconds(2);

    private final Function<List<FileRow>, CompletableFuture<@Nullable Void>> store;
    private final Consumer<Throwable> failed;
    private final Executor later;
    private final InFlight writing = new InFlight(BATCHES_IN_FLIGHT);
    private final List<FileRow> batch = new ArrayList<>(BATCH); // guarded by itself
    private long begun; // guarded by batch

    BatchWriter(
            Function<List<FileRow>, CompletableFuture<@Nullable Void>> store,
            Consumer<Throwable> failed,
            Executor helper) {
        this.store = store;
        this.failed = failed;
        this.later = CompletableFuture.delayedExecutor(BATCH_TIME.toNanos(), TimeUnit.NANOSECONDS, helper);
    }

    void add(FileRow row) {
        List<FileRow> full = List.of();
        boolean first;
        synchronized (batch) {
            first = batch.isEmpty();
            if (first) {
                begun = System.nanoTime();
            }
            batch.add(row);
            if (batch.size() == BATCH) {
                full = take();
            }
        }
        if (first) {
            later.execute(this::writeLate);
        }
        write(full);
    }

    /** Writes the rest, and returns when all is written. */
    void end() {
        write(take());
        writing.await();
    }

    private void write(List<FileRow> rows) {
        if (!rows.isEmpty()) {
            writing.submit(() -> store.apply(rows), this::written);
        }
    }

    /** Takes the files only when there is room to write them: the end waits for all the room. */
    private void writeLate() {
        if (!writing.trySubmit(() -> storeLate(), this::written)) {
            later.execute(this::writeLate);
        }
    }

    private CompletableFuture<@Nullable Void> storeLate() {
        List<FileRow> rows = takeLate();
        return rows.isEmpty() ? CompletableFuture.completedFuture(null) : store.apply(rows);
    }

    private List<FileRow> takeLate() {
        synchronized (batch) {
            return System.nanoTime() - begun >= BATCH_TIME.toNanos() ? take() : List.of();
        }
    }

    private List<FileRow> take() {
        synchronized (batch) {
            List<FileRow> rows = List.copyOf(batch);
            batch.clear();
            return rows;
        }
    }

    private void written(@Nullable Void nothing, @Nullable Throwable failure) {
        if (failure != null) {
            failed.accept(failure);
        }
    }
}
