package io.threadlets.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** Begins scans, ends them, and shows them. */
@Service
final class Scans {

    private static final Duration ENDING = Duration.ofSeconds(10);
    private static final int LISTED = 100;
    private static final int PAGE = 1000;

    private final ScanRoot root;
    private final Walker walker;
    private final FileHasher hasher;
    private final ScanStore store;
    private final Executor helper;
    private final Map<Long, ScanRun> runs = new ConcurrentHashMap<>();
    private volatile boolean open;

    Scans(ScanRoot root, Walker walker, FileHasher hasher, ScanStore store, @Qualifier("global") Executor helper) {
        this.root = root;
        this.walker = walker;
        this.hasher = hasher;
        this.store = store;
        this.helper = helper;
    }

    void open() {
        store.interruptUnfinished();
        open = true;
    }

    /** Ends what runs; afterwards nothing of this class uses a queue. */
    void close() {
        open = false;
        runs.values().forEach(run -> run.stop(ScanState.INTERRUPTED));
        runs.values().forEach(Scans::awaitEnd);
    }

    Scan begin(@Nullable String path) {
        Path folder = root.resolve(path);
        long id = store.create(folder);
        ScanRun run = new ScanRun(id, folder, hasher, store, helper);
        runs.put(id, run);
        var unused = run.ended().thenAccept(stored -> {
            // Where the database could not be told how the scan ended, its run alone knows.
            if (stored) {
                runs.remove(id);
            }
        });
        CompletableFuture<?> walk = run.begin(walker);
        if (!open) {
            run.stop(ScanState.INTERRUPTED);
        }
        if (walk.isCompletedExceptionally() && run.state() == ScanState.FAILED) {
            walk.join(); // throws: the queue did not take it
        }
        return get(id);
    }

    Scan get(long id) {
        ScanSummary summary = summary(id);
        return new Scan(
                summary, store.unreadable(id), summary.state() == ScanState.RUNNING ? List.of() : store.duplicates(id));
    }

    List<ListedScan> latest() {
        return store.latest(LISTED);
    }

    /** Stops a scan, unless it has ended. Its state says whether everything of it has come to rest. */
    Scan stop(long id) {
        ScanRun run = runs.get(id);
        if (run != null) {
            run.stop(ScanState.STOPPED);
            awaitEnd(run);
        }
        return get(id);
    }

    /** Throws if there is no such scan, before anything is written. */
    void writeChecksums(long id, OutputStream out) throws IOException {
        List<Checksum> page = store.checksums(id, 0, PAGE);
        if (page.isEmpty()) {
            summary(id);
        }
        while (!page.isEmpty()) {
            for (Checksum checksum : page) {
                checksum.writeTo(out);
            }
            page = store.checksums(id, page.get(page.size() - 1).number(), PAGE);
        }
    }

    private ScanSummary summary(long id) {
        ScanSummary summary = store.find(id).orElseThrow(() -> new NoSuchScanException(id));
        ScanRun run = runs.get(id);
        if (run != null && summary.state() == ScanState.RUNNING && !run.ended().getNow(true)) {
            return summary.withState(run.state());
        }
        return summary;
    }

    private static void awaitEnd(ScanRun run) {
        run.ended()
                .completeOnTimeout(false, ENDING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
