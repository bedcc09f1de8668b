package io.threadlets.benchmarks;

import io.threadlets.OnFull;
import java.util.concurrent.ThreadFactory;

/**
 * How a {@link Rival} is made.
 *
 * @param threads how many threads it has once all of them were started; they stay
 * @param kind what they are
 * @param factory makes those of the kind PLATFORM
 * @param capacity how many tasks may wait
 * @param onFull what is done with one more
 */
record RivalShape(int threads, ThreadKind kind, ThreadFactory factory, int capacity, OnFull onFull) {
    static RivalShape of(int threads, ThreadKind kind) {
        return new RivalShape(threads, kind, kind.factory(), Integer.MAX_VALUE, OnFull.REJECT);
    }

    RivalShape madeBy(ThreadFactory other) {
        return new RivalShape(threads, ThreadKind.PLATFORM, other, capacity, onFull);
    }

    RivalShape bounded(int most, OnFull policy) {
        return new RivalShape(threads, kind, factory, most, policy);
    }
}
