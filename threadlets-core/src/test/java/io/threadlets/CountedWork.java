package io.threadlets;

import org.jspecify.annotations.Nullable;

/** A work that counts, for tests in which one thread at a time writes and who reads comes after it. */
class CountedWork extends ThreadletWork {
    int runs;
    int completions;

    @Override
    protected void run() {
        runs++;
    }

    @Override
    protected void completed(@Nullable Throwable failure) {
        completions++;
    }

    /** One that is reserved for a submission. */
    static CountedWork claimed() {
        final CountedWork work = new CountedWork();
        work.claim();
        return work;
    }
}
