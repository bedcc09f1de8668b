package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;

/** What the numbers of a queue tell of its load. */
public final class QueueLoad {
    private QueueLoad() {}

    /**
     * Whether a work that comes now would have to wait for a thread.
     *
     * @param now the numbers of a queue
     * @return whether no thread is free, and no more may be started
     */
    public static boolean isBusy(QueueSnapshot now) {
        return now.idle() == 0 && now.cur() >= now.maxThreads();
    }

    /**
     * Whether works wait because each thread is busy.
     *
     * @param now the numbers of a queue that is not paused
     * @return whether works wait, no thread is free, and no more may be started
     */
    public static boolean isSaturated(QueueSnapshot now) {
        return now.queued() > 0 && isBusy(now);
    }
}
