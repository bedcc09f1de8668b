package io.threadlets.spring.queue;

/** The queues of a context that have a store. Not even loaded where there is none. */
public interface StoredQueueAccess {
    /**
     * What is to be seen of a queue.
     *
     * @param queue the name of a queue of this context that has a store
     * @return its view
     */
    StoredQueueView view(String queue);

    /** The queues run: from now on their threads get calls. */
    void start();

    /** The queues are about to stop: their threads get no further call, and what has no thread is given back. */
    void pause();

    /** The queues have stopped: what has not ended is given back, unless it was cancelled. */
    void stop();
}
