package io.threadlets.spring.stored;

import io.threadlets.spring.queue.StoredCounts;
import java.util.concurrent.atomic.LongAdder;

/** What this instance has done for one queue since it started. Safe from any thread. */
final class Counts {
    final LongAdder sent = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder revived = new LongAdder();
    final LongAdder died = new LongAdder();

    StoredCounts read() {
        return new StoredCounts(sent.sum(), duplicates.sum(), retried.sum(), revived.sum(), died.sum());
    }
}
