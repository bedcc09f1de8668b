package io.threadlets;

/**
 * The numbers of a {@link PlainEngine} and the rules between them. Guarded by the engine's lock.
 *
 * <pre>
 *   total      threads from the decision to start one until the decision that it leaves
 *   dismissed  those of them that are to leave and do not know yet; they can be kept after all. live = total - dismissed
 *   free       live threads that run nothing: starting, idle, or about to look for a work
 *   pending    works accepted whose listeners are still being told; nobody may take them yet
 *   net        free - works - pending: above 0 the idle threads, below 0 the queued works, never both
 *
 *   I1  a free thread takes at most one work before it is no longer free: so as many works are claimed as threads are free
 *   I2  a thread is started only while total &lt; limit
 *   I3  net &lt; 0 implies live &gt;= limit, but for threads that could not be started: nothing waits while a thread could run it
 *   I4  a thread leaves for idleness only while net &gt; 0 and live &gt; min, decided and counted in one step
 * </pre>
 */
final class PlainCounts {
    private final WorkList works;
    int capacity;
    int min;
    int max;
    boolean paused;
    boolean shutdown;
    int pending;

    private int total;
    private int dismissed;
    private int free;
    private int starting;

    /** The most threads that have begun; those being started count once they have. */
    private int largest;

    /** Live threads to be had even with nothing to do: min, once it was asked for by prestart or by raising it. */
    private int floor;

    long submitted;
    /** Works that failed without having run. */
    long failed;

    long dequeued;
    long rejected;

    PlainCounts(WorkList works, QueueConfig config) {
        this.works = works;
        this.capacity = config.capacity();
        this.min = config.minThreads();
        this.max = config.maxThreads();
    }

    int net() {
        return free - works.size() - pending;
    }

    int live() {
        return total - dismissed;
    }

    int total() {
        return total;
    }

    /** Works in the list that a thread is on its way for. */
    int claimed() {
        return Math.min(free, works.size());
    }

    /** How many threads there may be to run works. */
    int limit() {
        return paused ? 0 : max;
    }

    boolean hasRoom() {
        return net() > 0 || canGain() || -net() < capacity;
    }

    boolean isOverfull() {
        return -net() > capacity;
    }

    void setFloor(int threads) {
        floor = shutdown ? 0 : threads;
    }

    int floor() {
        return floor;
    }

    /** Gains threads for the works that wait and up to the floor; returns how many of them have to be started. */
    int grow() {
        int starts = 0;
        while ((net() < 0 || live() < floor) && canGain()) {
            if (canKeep()) {
                keep();
            } else {
                total++;
                free++;
                starting++;
                starts++;
            }
        }
        return starts;
    }

    /** Keeps threads that were to leave, and that works wait for. */
    void keepNeeded() {
        while (net() < 0 && canKeep()) {
            keep();
        }
    }

    /** Lets idle threads go of which there are too many. */
    void dismissSurplus() {
        final int surplus = Math.min(net(), live() - (shutdown ? 0 : limit()));
        if (surplus > 0) {
            free -= surplus;
            dismissed += surplus;
        }
    }

    /** A thread that was decided on runs. */
    void began() {
        starting--;
        largest = Math.max(largest, total - starting);
    }

    /** Threads that were decided on do not run. Where some thread is to leave, these are the ones that do. */
    void startsFailed(int threads) {
        final int dismissals = Math.min(threads, dismissed);
        dismissed -= dismissals;
        free -= threads - dismissals;
        starting -= threads;
        total -= threads;
    }

    /** A free thread takes a work, which the caller removes from the list. */
    void take() {
        free--;
    }

    /** A thread is done with its work: it is free again, or leaves (false), if there are too many. */
    boolean finishedOne() {
        if (live() > limit()) {
            total--;
            return false;
        }
        free++;
        return true;
    }

    /**
     * Whether the calling thread, a free one, leaves since some thread is to. Threads being started come first: if one
     * of them fails to start after all, no thread has left in its place.
     */
    boolean takeDismissal() {
        if (dismissed <= starting) {
            return false;
        }
        dismissed--;
        total--;
        return true;
    }

    boolean mayTimeOut() {
        return net() > 0 && live() > min;
    }

    /** A free thread leaves. */
    void leaveFree() {
        free--;
        total--;
    }

    /** A thread leaves in the middle of a work. */
    void leaveBusy() {
        total--;
    }

    /** How many threads ought to be awake: to take works, and to leave. */
    int wanted() {
        return Math.max(0, dismissed - starting) + claimed();
    }

    /**
     * How many threads will look at the lock by themselves soon, given those that wait for a signal. Not those that are
     * being started: a factory may take long over one, and no work is to wait for that while another thread idles.
     */
    int awake(int waiting) {
        return free + dismissed - waiting - starting;
    }

    boolean isQuiet() {
        return total == 0 && works.size() == 0 && pending == 0;
    }

    QueueSnapshot snapshot(String name, Counters runs) {
        final int net = net();
        return new QueueSnapshot(
                name,
                min,
                max,
                total,
                Math.max(net, 0),
                Math.max(-net, 0),
                capacity,
                paused,
                Math.max(largest, total),
                submitted,
                runs.succeeded.get(),
                runs.failed.get() + failed,
                dequeued,
                rejected);
    }

    private boolean canGain() {
        return canKeep() || total < limit();
    }

    private boolean canKeep() {
        return dismissed > 0 && live() < limit();
    }

    private void keep() {
        dismissed--;
        free++;
    }
}
