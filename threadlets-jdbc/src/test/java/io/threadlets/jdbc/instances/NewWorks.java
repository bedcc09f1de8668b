package io.threadlets.jdbc.instances;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** A call that only the next release of the application knows. */
@Component
@Profile("next-release")
class NewWorks {
    private final Ledger ledger;

    NewWorks(Ledger ledger) {
        this.ledger = ledger;
    }

    @Threadlet("work")
    public ThreadletReceipt add(long work) {
        ledger.end(ledger.begin(work));
        return null;
    }
}
