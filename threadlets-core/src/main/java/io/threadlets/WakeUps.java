package io.threadlets;

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
    /**
     * Up to how many search after a submitter has woken one more. Where it is but one, works that come two or three at
     * a time wait for as long as its processor has others to run: the second thread woken is likely to get another
     * processor.
     */
    private static final int BY_SUBMITTER = 3;

    /** The same in bursts, which are over before more threads have come; one that finds a work wakes others. */
    private static final int BY_SUBMITTER_IN_BURSTS = 1;

    /** How many a thread that has found a work leaves searching: a tree of wake-ups. */
    private static final int BY_FINDER = 2;

    /** The same where works take so long that those behind them need threads of their own. */
    private static final int BY_FINDER_OF_LONG_WORKS = 8;

    /** More than there are threads. */
    private static final long LOOKING = 1L << 32;

    private final IdleList idle;
    private final WorkFifo works;

    /** How many search; and {@link #LOOKING} more while one of them looks around. */
    private final PaddedLong searching = new PaddedLong();

    /** Whether very many works waited when a thread last said that it had found one. A hint that any may write. */
    private boolean isBurst;

    WakeUps(IdleList idle, WorkFifo works) {
        this.idle = idle;
        this.works = works;
    }

    /** To be called after a work was offered, or a thread kept for one. */
    void signal() {
        if (!idle.isEmpty()) {
            wake(isBurst ? BY_SUBMITTER_IN_BURSTS : BY_SUBMITTER, 1);
        }
    }

    /**
     * Whether a thread that has found no work is to look around, for works that come soon: one at a time does. It need
     * not be woken, so nobody else is as long as it does.
     *
     * @param searches whether it is counted as one that searches; else it is from now on
     */
    boolean tryLookAround(boolean searches) {
        final long now = searching.get();
        return now < LOOKING
                && (searches || now == 0)
                && searching.compareAndSet(now, now + LOOKING + (searches ? 0 : 1));
    }

    /** To be called by the thread that has looked around, before it looks at the list of works again. */
    void lookedAround() {
        searching.addAndGet(-LOOKING);
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
        final boolean areMany = works.areManyReady();
        if (isBurst != areMany) { // submitters read it with each work
            isBurst = areMany;
        }
        if (!idle.isEmpty() && works.isReady()) {
            final int most = longWorks ? BY_FINDER_OF_LONG_WORKS : BY_FINDER;
            wake(most, most);
        }
    }

    /** To be called by a searching thread that is in the idle list again, before it looks a last time. */
    void gaveUp() {
        searching.decrementAndGet();
    }

    int searching() {
        return (int) (searching.get() % LOOKING);
    }

    /**
     * Wakes threads until so many search, or one for each work, so many have been woken, or nobody or nothing waits.
     * One more than there are works comes for nothing, and gets the processor before its waker runs what it has taken.
     */
    private void wake(int most, int atOnce) {
        int left = atOnce;
        do {
            final long now = searching.get();
            if (now >= most || now >= works.mostReady()) {
                return;
            }
            if (searching.compareAndSet(now, now + 1)) {
                final Worker worker = idle.pop(works.begin());
                if (worker == null) {
                    searching.decrementAndGet(); // who relied on it meanwhile is served by looking again
                } else {
                    Patience.unpark(worker.thread());
                    left--;
                }
            }
        } while (left > 0 && !idle.isEmpty() && works.isReady());
    }
}
