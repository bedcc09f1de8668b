package io.threadlets.sample;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The scans that run on this instance. */
@Component
final class RunningScans {

    private static final Duration ENDING = Duration.ofSeconds(10);

    private final FileHasher hasher;
    private final ScanStore store;
    private final ScanWatch watch;
    private final Executor helper;
    private final Map<Long, ScanRun> runs = new ConcurrentHashMap<>();
    private volatile CountDownLatch closed = new CountDownLatch(1); // counted down while scans may run

    RunningScans(FileHasher hasher, ScanStore store, ScanWatch watch, @Qualifier("global") Executor helper) {
        this.hasher = hasher;
        this.store = store;
        this.watch = watch;
        this.helper = helper;
    }

    void open() {
        closed.countDown();
    }

    /** Leaves what runs to whoever goes on with it; afterwards nothing of a scan uses a queue. */
    void close() {
        closed = new CountDownLatch(1);
        runs.values().forEach(run -> run.stop(ScanState.INTERRUPTED));
        runs.values().forEach(RunningScans::awaitEnd);
    }

    /** Runs a scan from where it is to its end. Throws where it is to be gone on with. */
    void run(long id) {
        awaitOpen();
        ScanRun run = new ScanRun(id, hasher, store, watch, helper);
        runs.put(id, run);
        try {
            if (closed.getCount() > 0) {
                run.stop(ScanState.INTERRUPTED);
            }
            run.run();
        } finally {
            runs.remove(id, run);
        }
    }

    /** The queues start before this does, and stop after it. A stop interrupts, and gives the call back. */
    private void awaitOpen() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the application stops");
        }
    }

    /** Stops a scan, and says whether it ran here. */
    boolean stop(long id) {
        ScanRun run = runs.get(id);
        if (run == null) {
            return false;
        }
        run.stop(ScanState.STOPPED);
        awaitEnd(run);
        return true;
    }

    private static void awaitEnd(ScanRun run) {
        run.ended()
                .completeOnTimeout(null, ENDING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
