package io.threadlets.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan while it runs.
 *
 * <p>A thread of {@code walk} finds the files and submits each to {@code disk}; the thread that has read a file adds
 * the digest to a batch, and whoever fills the batch submits it to {@code db}. Each step waits for the next one and
 * never for one before it, so a slow database slows the disk down, and nothing piles up and nothing deadlocks.
 *
 * <p>The state leaves RUNNING once. Whoever moves it cancels the files under way; only the walking thread ends the scan
 * (or, where the walk never began, whoever took it off its queue).
 */
final class ScanRun {

    private static final Logger log = LoggerFactory.getLogger(ScanRun.class);

    private static final int FILES_IN_FLIGHT = 200;

    private final long id;
    private final Path folder;
    private final FileHasher hasher;
    private final ScanStore store;

    private final AtomicReference<ScanState> state = new AtomicReference<>(ScanState.RUNNING);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final InFlight reading = new InFlight(FILES_IN_FLIGHT);
    private final BatchWriter writer;

    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    private final Object submission = new Object();
    private volatile @Nullable CompletableFuture<?> walk;
    private @Nullable Thread submitting; // guarded by submission

    ScanRun(long id, Path folder, FileHasher hasher, ScanStore store, Executor helper) {
        this.id = id;
        this.folder = folder;
        this.hasher = hasher;
        this.store = store;
        this.writer = new BatchWriter(rows -> store.save(id, rows, filesFound()), this::fail, helper);
    }

    ScanState state() {
        return state.get();
    }

    /** Completes when nothing of the scan runs any more, with whether the database knows how it ended. */
    CompletableFuture<Boolean> ended() {
        return ended.copy();
    }

    /** Queues the scan, and returns its future. */
    CompletableFuture<?> begin(Walker walker) {
        CompletableFuture<?> future = walker.walk(this);
        walk = future;
        var unused = future.whenComplete((nothing, failure) -> {
            if (failure != null && begun.compareAndSet(false, true)) {
                stop(failure instanceof CancellationException ? ScanState.STOPPED : ScanState.FAILED);
                end();
            }
        });
        if (state.get() != ScanState.RUNNING) {
            future.cancel(false);
        }
        return future;
    }

    /** Takes what is queued off the queues and interrupts what runs. Does nothing to a scan that ends already. */
    boolean stop(ScanState outcome) {
        if (!state.compareAndSet(ScanState.RUNNING, outcome)) {
            return false;
        }
        reading.cancel();
        CompletableFuture<?> future = walk;
        if (future != null) {
            // without interrupting a walk: it notices, and its thread has to store how the scan ended
            future.cancel(false);
        }
        synchronized (submission) {
            // except where it waits for room on disk, which the files of another scan may take
            if (submitting != null) {
                submitting.interrupt();
            }
        }
        return true;
    }

    /** The scan, on a thread of {@code walk}. */
    void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            FolderWalk.walk(folder, new Counter());
            store.counted(id, counted.get());
            FolderWalk.walk(folder, new Reader());
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            end();
        }
    }

    private void end() {
        if (Thread.interrupted()) {
            stop(ScanState.STOPPED);
        }
        reading.await();
        writer.end();
        state.compareAndSet(ScanState.RUNNING, ScanState.DONE);
        ended.complete(finish());
    }

    private boolean finish() {
        try {
            ScanState outcome = state.get();
            store.finish(id, outcome, outcome == ScanState.DONE ? found.get() : filesFound())
                    .join();
            return true;
        } catch (RuntimeException e) {
            state.set(ScanState.FAILED);
            log.error("Scan {} of {} ended, but the database did not take it", id, folder, e);
            return false;
        }
    }

    private void fail(Throwable failure) {
        if (stop(ScanState.FAILED)) {
            log.error("Scan {} of {} failed", id, folder, failure);
        }
    }

    /** Submits a file; this alone is interrupted when the scan stops. */
    private CompletableFuture<FileDigest> hash(Path file) throws IOException {
        synchronized (submission) {
            if (state.get() != ScanState.RUNNING) {
                throw new CancellationException();
            }
            submitting = Thread.currentThread();
        }
        try {
            return hasher.hash(file);
        } finally {
            synchronized (submission) {
                submitting = null;
                if (state.get() != ScanState.RUNNING) {
                    boolean unused = Thread.interrupted();
                }
            }
        }
    }

    private void hashed(long number, Path file, @Nullable FileDigest digest, @Nullable Throwable failure) {
        try {
            if (digest != null) {
                writer.add(FileRow.hashed(number, file, digest));
            } else if (failure != null && state.get() == ScanState.RUNNING) {
                if (failure instanceof RejectedExecutionException || failure instanceof Error) {
                    fail(failure);
                } else {
                    writer.add(FileRow.unreadable(number, file, failure));
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private long filesFound() {
        return Math.max(counted.get(), found.get());
    }

    /** Counts what there is to do, so that there is a total to measure progress against; opens no file. */
    private final class Counter extends Finder {

        @Override
        public void file(Path file) {
            counted.incrementAndGet();
        }

        @Override
        public void unreadable(Path path, IOException reason) {
            counted.incrementAndGet();
        }
    }

    private final class Reader extends Finder {

        @Override
        public void file(Path file) {
            long number = found.incrementAndGet();
            reading.submit(() -> hash(file), (digest, failure) -> hashed(number, file, digest, failure));
        }

        @Override
        public void unreadable(Path path, IOException reason) {
            writer.add(FileRow.unreadable(found.incrementAndGet(), path, reason));
        }
    }

    private abstract class Finder implements FolderWalk.Finder {

        @Override
        public boolean wanted() {
            return state.get() == ScanState.RUNNING && !Thread.currentThread().isInterrupted();
        }
    }
}
