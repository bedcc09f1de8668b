package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Accepts scans. A scan and the call that runs it are stored in one transaction: there is none without the other. */
@Component
class ScanOrders {

    private final ScanStore store;
    private final Walker walker;

    ScanOrders(ScanStore store, Walker walker) {
        this.store = store;
        this.walker = walker;
    }

    /** The number of a scan that some instance will run. */
    @Threadlet("db")
    @Transactional
    long place(Path folder) {
        long id = store.create(folder);
        ThreadletReceipt receipt = walker.scan(id);
        if (receipt != null) { // it was stored, and not run in place, as with threadlets.enabled=false
            store.called(id, receipt.id());
        }
        return id;
    }
}
