package io.threadlets.sample;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sees what other instances want of a scan that runs here. On the caller's thread, whatever waits for {@code db}. */
@Component
final class ScanWatch {

    private final JdbcClient client;

    ScanWatch(JdbcClient client) {
        this.client = client;
    }

    /**
     * Whether somebody has asked for the end of the scan.
     *
     * @throws SupersededException if another instance runs it
     */
    boolean isToBeStopped(TakenScan scan) {
        return client.sql("SELECT stop_asked FROM scan WHERE id = :id AND run_no = :run")
                .param("id", scan.id())
                .param("run", scan.run())
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new SupersededException(scan.id()));
    }
}
