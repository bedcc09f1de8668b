package io.threadlets.jdbc.instances;

import java.util.concurrent.atomic.AtomicLong;

/** A system that stores calls that do nothing, and runs them on threads of its own once it is told to. */
interface Measured extends AutoCloseable {
    /** More than what stores and what runs use at a time. */
    int CONNECTIONS = 30;

    /** Of those that run, on each instance. */
    int THREADS = 8;

    /** Returns when the call is stored. */
    void send(long number);

    /** From now on no call is begun. */
    void pause();

    /** From now on calls are run. */
    void resume();

    /** An SQL query for the calls that have not ended. */
    String pending();

    Beginning beginning();

    @Override
    void close();

    /** When the first call and the latest one have begun, as nanoseconds of this JVM; 0 where none has. */
    final class Beginning {
        private final AtomicLong first = new AtomicLong();
        private final AtomicLong latest = new AtomicLong();

        /** The body of each call. */
        void note() {
            final long now = System.nanoTime();
            latest.set(now);
            if (first.get() == 0) {
                first.compareAndSet(0, now);
            }
        }

        void forget() {
            first.set(0);
            latest.set(0);
        }

        long first() {
            return first.get();
        }

        long latest() {
            return latest.get();
        }
    }
}
