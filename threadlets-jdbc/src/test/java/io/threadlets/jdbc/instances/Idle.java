package io.threadlets.jdbc.instances;

import io.threadlets.spring.Threadlet;
import java.util.concurrent.atomic.AtomicLong;

/** Calls that do nothing, so that what they cost is what storing and running cost. */
class Idle {
    private final AtomicLong began = new AtomicLong();

    @Threadlet("work")
    public void call(long number) {
        began.set(System.nanoTime());
    }

    /** When the last one began. */
    public AtomicLong began() {
        return began;
    }
}
