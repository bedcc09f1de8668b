package io.threadlets.jdbc.instances;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import org.springframework.stereotype.Component;

/** The calls of the tests. */
@Component
class Works {
    private static final long LONG = 60_000;

    private final Ledger ledger;

    Works(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Blocks for a time, as a remote service does. */
    @Threadlet("work")
    public ThreadletReceipt work(long work, long millis) throws InterruptedException {
        final long run = ledger.begin(work);
        Thread.sleep(millis);
        ledger.end(run);
        return null;
    }

    /** Blocks for very long in its first run; a later one ends at once. */
    @Threadlet("work")
    public ThreadletReceipt hold(long work) throws InterruptedException {
        final long run = ledger.begin(work);
        if (ledger.runs(work) == 1) {
            Thread.sleep(LONG);
        }
        ledger.end(run);
        return null;
    }

    /** Only one call of a key is stored at a time. */
    @Threadlet(queue = "work", key = "#key")
    public ThreadletReceipt once(String key, long work) {
        ledger.end(ledger.begin(work));
        return null;
    }

    @Threadlet(queue = "work", name = "failing")
    public ThreadletReceipt fail(long work) {
        ledger.end(ledger.begin(work));
        throw new IllegalStateException("work " + work + " fails");
    }

    /** Takes its JVM along. */
    @Threadlet(queue = "work", name = "halting")
    public ThreadletReceipt halt(long work) {
        ledger.begin(work);
        Runtime.getRuntime().halt(1);
        return null;
    }
}
