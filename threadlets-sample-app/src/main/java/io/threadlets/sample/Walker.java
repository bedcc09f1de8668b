package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs scans on the stored queue {@code scans}: a call outlives its process, and is run by whichever instance has a
 * free thread. Were scans to run on {@code disk}, they would take the threads that they wait for.
 */
@Component
class Walker {

    private final RunningScans scans;

    Walker(RunningScans scans) {
        this.scans = scans;
    }

    @Threadlet(queue = "scans", name = "scan")
    @Nullable
    ThreadletReceipt scan(long id) {
        scans.run(id);
        return null;
    }
}
