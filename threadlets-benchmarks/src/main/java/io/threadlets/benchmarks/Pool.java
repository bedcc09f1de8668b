package io.threadlets.benchmarks;

/** What the peers have in common. */
interface Pool extends AutoCloseable {
    /**
     * Hands a task to the pool. Does not wait for it, but may wait for room where the peer is one that does.
     *
     * @param task not in the pool at present, and made for this peer
     */
    void start(Task task);

    /**
     * Takes back a task that has not begun.
     *
     * @param task what was started
     * @return whether it was still waiting, so that it will not run
     * @throws UnsupportedOperationException where there is no benchmark of it
     */
    default boolean takeBack(Task task) {
        throw new UnsupportedOperationException("There is no benchmark of taking back from " + this + ".");
    }

    /** {@return how many threads are alive; of virtual ones, how many hold a permit} */
    int threads();

    /** {@return whether every thread waits. A task that has not ended may just be on its way to one of them} */
    boolean isQuiet();

    /** Finishes what was started and returns when every thread has ended. */
    @Override
    void close();
}
