package io.threadlets;

import org.jspecify.annotations.Nullable;

/** A thread, by identity: threads may define equality as they like. */
record ThreadKey(Thread thread) {
    @Override
    public int hashCode() {
        return System.identityHashCode(thread);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // see above
    public boolean equals(@Nullable Object other) {
        return other instanceof ThreadKey key && key.thread == thread;
    }
}
