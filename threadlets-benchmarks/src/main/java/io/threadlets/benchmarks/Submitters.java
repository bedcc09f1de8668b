package io.threadlets.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that submit at the same time, each its own part of the tasks: the calling thread, and helpers which were
 * started beforehand.
 */
final class Submitters implements AutoCloseable {
    private final Pool pool;
    private final Task[] tasks;
    private final int parts;
    private final List<Thread> helpers = new ArrayList<>();

    private volatile int round;
    private volatile boolean closed;

    Submitters(Pool pool, Task[] tasks, int submitters) {
        this.pool = pool;
        this.tasks = tasks;
        this.parts = submitters;
        for (int part = 1; part < submitters; part++) {
            final int mine = part;
            final Thread helper = new Thread(() -> help(mine), "submitter-" + part);
            helper.setDaemon(true);
            helpers.add(helper);
            helper.start();
        }
    }

    /** Starts all tasks, each of which must have ended before the next call. May return before the helpers are done. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the calling thread writes it
    void startAll() {
        round++;
        for (final Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        startPart(0);
    }

    private void help(int part) {
        int seen = 0;
        while (!closed) {
            if (round == seen) {
                LockSupport.park(this);
            } else {
                seen++;
                startPart(part);
            }
        }
    }

    private void startPart(int part) {
        final int end = (part + 1) * tasks.length / parts;
        for (int i = part * tasks.length / parts; i < end; i++) {
            pool.start(tasks[i]);
        }
    }

    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
    }
}
