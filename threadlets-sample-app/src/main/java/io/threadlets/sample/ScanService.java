package io.threadlets.sample;

import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Begins scans, ends them, and shows them, whichever instance runs them. */
@Service
final class ScanService {

    private static final int LISTED = 100;
    private static final int PAGE = 1000;

    private final ScanRoot root;
    private final ScanOrders orders;
    private final RunningScans running;
    private final ScanStore store;
    private final ThreadletQueues queues;

    ScanService(ScanRoot root, ScanOrders orders, RunningScans running, ScanStore store, ThreadletQueues queues) {
        this.root = root;
        this.orders = orders;
        this.running = running;
        this.store = store;
        this.queues = queues;
    }

    Scan begin(@Nullable String path) {
        return get(orders.place(root.resolve(path)));
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
        boolean ranHere = running.stop(id);
        // In the database too, also for whoever goes on with it, should its end here not be written down.
        Optional<String> call = store.askToStop(id);
        if (!ranHere) {
            call.ifPresent(each -> stopCall(id, each));
        }
        return get(id);
    }

    private void stopCall(long id, String call) {
        boolean runsElsewhere = queues.stored("scans").cancel(call).outcome() == StoredCalls.Outcome.RUNNING_ELSEWHERE;
        if (!runsElsewhere && !running.stop(id)) { // it may have begun meanwhile
            store.stopped(id);
        }
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
        return store.find(id).orElseThrow(() -> new NoSuchScanException(id));
    }
}
