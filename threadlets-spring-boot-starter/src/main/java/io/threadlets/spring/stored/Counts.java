package io.threadlets.spring.stored;

import java.util.concurrent.atomic.LongAdder;

/** What this instance has done for one queue since it started. Safe from any thread. */
final class Counts {
    final LongAdder sent = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder retried = new LongAdder();
    final LongAdder revived = new LongAdder();
    final LongAdder died = new LongAdder();
}
