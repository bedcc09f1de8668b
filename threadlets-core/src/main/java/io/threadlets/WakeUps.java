package io.threadlets;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes idle threads for works that wait, a few at a time: to wake one costs its waker as much as a hundred
 * submissions.
 *
 * <p>A thread searches from the moment it is taken off the idle list, or has found no work and looks around once more,
 * until it says that it {@link #found} one, or {@link #gaveUp}. After either it looks at the list of works again, and
 * so it does from time to time while it stands by for another thread that takes tiny works. So whoever finds a thread
 * searching after having offered a work need not wake one: the work is seen, and the next thread woken if there are
 * more.
 */
final class WakeUps {
    /** How many a submitter leaves searching, and how many a thread that has found a work does: a tree of wake-ups. */
    private static final int BY_SUBMITTER = 1;

    private static final int BY_FINDER = 2;

    /** The same where works take so long that those behind them need threads of their own. */
    private static final int BY_FINDER_OF_LONG_WORKS = 8;

    private final IdleList idle;
    private final WorkFifo works;
    private final PaddedLong searching = new PaddedLong();

    WakeUps(IdleList idle, WorkFifo works) {
        this.idle = idle;
        this.works = works;
    }

    /** To be called after a work was offered, or a thread kept for one. */
    void signal() {
        if (!idle.isEmpty()) {
            wake(BY_SUBMITTER);
        }
    }

    /** Whether a thread that has found no work is to search; it is one too many if others do already. */
    boolean trySearch() {
        return searching.get() == 0 && searching.compareAndSet(0, 1);
    }

    /**
     * To be called by a thread that leaves the idle list by itself: some may have relied on it before it gave up, and
     * it is to wake others for their works.
     */
    void search() {
        searching.incrementAndGet();
    }

    /**
     * To be called by a searching thread once it has taken a work, or leaves instead.
     *
     * @param longWorks whether few works were taken since it was woken
     */
    void found(boolean longWorks) {
        searching.decrementAndGet();
        if (!idle.isEmpty() && works.isReady()) {
            wake(longWorks ? BY_FINDER_OF_LONG_WORKS : BY_FINDER);
        }
    }

    /** To be called by a searching thread that is in the idle list again, before it looks a last time. */
    void gaveUp() {
        searching.decrementAndGet();
    }

    int searching() {
        return searching.intValue();
    }

    /** A virtual thread may need memory for it; the thread is off the list, and nobody else would wake it. */
    private static void unpark(Thread thread) {
        for (int tries = 0; ; tries++) {
            try {
                LockSupport.unpark(thread);
                return;
            } catch (OutOfMemoryError noMemory) {
                Patience.pause(tries);
            }
        }
    }

    /** Wakes threads until so many search, or nobody or nothing waits. */
    private void wake(int most) {
        do {
            final long now = searching.get();
            if (now >= most) {
                return;
            }
            if (searching.compareAndSet(now, now + 1)) {
                final Worker worker = idle.pop(works.begin());
                if (worker == null) {
                    searching.decrementAndGet(); // who relied on it meanwhile is served by looking again
                } else {
                    unpark(worker.thread());
                    if (now + 1 >= most) {
                        return;
                    }
                }
            }
        } while (!idle.isEmpty() && works.isReady());
    }
}
