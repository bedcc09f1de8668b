package io.threadlets.sample;

import io.threadlets.spring.ThreadletCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan while it runs here.
 *
 * <p>A thread of {@code scans} finds the files and submits each to {@code disk}; the thread that has read a file adds
 * the digest to a batch, and whoever fills the batch submits it to {@code db}. Each step waits for the next one and
 * never for one before it, so a slow database slows the disk down, and nothing piles up and nothing deadlocks.
 *
 * <p>Where an earlier run was cut off, this one goes on: it reads the files that have no digest yet.
 *
 * <p>The state leaves RUNNING once. Whoever moves it cancels the files under way; only the walking thread ends the run.
 */
final class ScanRun {

    private static final Logger log = LoggerFactory.getLogger(ScanRun.class);

    private static final int FILES_IN_FLIGHT = 200;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** A stop of the application interrupts long before. */
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    private final long id;
    private final FileHasher hasher;
    private final ScanStore store;
    private final ScanWatch watch;
    private final Executor later;

    private final AtomicReference<ScanState> state = new AtomicReference<>(ScanState.RUNNING);
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final InFlight reading = new InFlight(FILES_IN_FLIGHT);
    private final BatchWriter writer;

    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong number = new AtomicLong();
    private final Object submission = new Object();
    private volatile @Nullable TakenScan taken;
    private volatile boolean superseded;
    private @Nullable Thread submitting; // guarded by submission

    ScanRun(long id, FileHasher hasher, ScanStore store, ScanWatch watch, Executor helper) {
        this.id = id;
        this.hasher = hasher;
        this.store = store;
        this.watch = watch;
        this.later = CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS, helper);
        this.writer = new BatchWriter(rows -> store.save(scan(), rows, filesFound()), this::fail, helper);
    }

    /** Completes when nothing of the scan runs here any more, and the database knows it. */
    CompletableFuture<@Nullable Void> ended() {
        return ended.copy();
    }

    /** Takes what is queued off the queues and interrupts what runs. Does nothing to a scan that ends already. */
    boolean stop(ScanState outcome) {
        if (!state.compareAndSet(ScanState.RUNNING, outcome)) {
            return false;
        }
        // without interrupting the walk: it notices, and its thread has to store how the scan ended
        reading.cancel();
        synchronized (submission) {
            // except where it waits for room on disk, which the files of another scan may take
            if (submitting != null) {
                submitting.interrupt();
            }
        }
        return true;
    }

    /** The scan, on a thread of {@code scans}. Throws where it is to be gone on with. */
    void run() {
        try {
            if (state.get() != ScanState.INTERRUPTED) {
                store.take(id).join().ifPresent(this::run);
            }
        } finally {
            ended.complete(null);
        }
        if (state.get() == ScanState.INTERRUPTED && !superseded) {
            awaitStop();
        }
    }

    private void run(TakenScan scan) {
        taken = scan;
        found.set(scan.read().size());
        number.set(scan.lastNumber());
        if (scan.toBeStopped()) {
            stop(ScanState.STOPPED);
        }
        ThreadletCall call = ThreadletCall.current();
        later.execute(() -> look(call));
        try {
            FolderWalk.walk(scan.folder(), new Counter());
            store.counted(scan, counted.get());
            FolderWalk.walk(scan.folder(), new Reader(scan.read()));
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            end(scan);
        }
    }

    private void end(TakenScan scan) {
        if (Thread.interrupted()) {
            stop(ScanState.STOPPED);
        }
        reading.await();
        writer.end();
        state.compareAndSet(ScanState.RUNNING, ScanState.DONE);
        ScanState outcome = state.get();
        if (outcome == ScanState.INTERRUPTED) {
            return; // whoever goes on with it takes it
        }
        try {
            store.finish(scan, outcome, outcome == ScanState.DONE ? found.get() : filesFound())
                    .join(); // whatever interrupts this thread
        } catch (RuntimeException e) {
            log.error("Scan {} of {} ended, but the database did not take it", id, scan.folder(), e);
            throw e;
        }
    }

    /**
     * The application stops: it will interrupt this thread, and what is interrupted is given back to the store, for
     * another instance or for the next start. Who returned before that would have ended the call.
     */
    private static void awaitStop() {
        try {
            if (!ThreadletCall.current().isCancelled()) {
                boolean unused = new CountDownLatch(1).await(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CancellationException("the application stops");
    }

    /**
     * Now and then: somebody may have cancelled the stored call, another instance may have been asked to stop the scan,
     * or may have taken this one for dead.
     */
    private void look(ThreadletCall call) {
        if (state.get() != ScanState.RUNNING) {
            return;
        }
        try {
            if (call.isCancelled() || watch.isToBeStopped(scan())) {
                stop(ScanState.STOPPED);
            }
        } catch (SupersededException e) {
            fail(e);
        } catch (RuntimeException e) {
            log.debug("Scan {}: the database does not say whether to go on", id, e);
        }
        later.execute(() -> look(call));
    }

    private void fail(Throwable thrown) {
        if (thrown instanceof SupersededException) {
            superseded = true;
            if (stop(ScanState.INTERRUPTED)) {
                log.warn("Scan {}: {}", id, thrown.getMessage());
            }
        } else if (stop(ScanState.FAILED)) {
            log.error("Scan {} of {} failed", id, scan().folder(), thrown);
        }
    }

    private TakenScan scan() {
        return Objects.requireNonNull(taken);
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

    private void hashed(long next, Path file, @Nullable FileDigest digest, @Nullable Throwable failed) {
        try {
            if (digest != null) {
                writer.add(FileRow.hashed(next, file, digest));
            } else if (failed != null && state.get() == ScanState.RUNNING) {
                if (failed instanceof RejectedExecutionException || failed instanceof Error) {
                    fail(failed);
                } else {
                    writer.add(FileRow.unreadable(next, file, failed));
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

        private final Set<FileName> read;

        Reader(Set<FileName> read) {
            this.read = read;
        }

        @Override
        public void file(Path file) {
            if (read.isEmpty() || !read.remove(FileName.of(file))) {
                long next = next();
                reading.submit(() -> hash(file), (digest, failed) -> hashed(next, file, digest, failed));
            }
        }

        @Override
        public void unreadable(Path path, IOException reason) {
            writer.add(FileRow.unreadable(next(), path, reason));
        }

        private long next() {
            found.incrementAndGet();
            return number.incrementAndGet();
        }
    }

    private abstract class Finder implements FolderWalk.Finder {

        @Override
        public boolean wanted() {
            return state.get() == ScanState.RUNNING && !Thread.currentThread().isInterrupted();
        }
    }
}
