package io.threadlets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a queue: one for each of its threads, and one for each work that is run elsewhere. A work that runs knows
 * its run's number, so that its thread is found however many there are. Safe from any thread.
 */
final class Runs {
    /** How many runs count their outcomes themselves, so that a reading of the counts has a bound. */
    private static final int COUNTING = 64;

    private static final int FIRST_LENGTH = 4;

    private final Counters counters;

    /** Elements are written under the lock. A work's number is published with the work's word, after its run. */
    private volatile @Nullable WorkRun[] byNumber = new @Nullable WorkRun[FIRST_LENGTH];

    /** Guarded by the lock, like the next. */
    private final BitSet numbers = new BitSet();

    /** All below are taken, so that nobody looks through the numbers of thousands of threads for a free one. */
    private int firstFree;

    private final ConcurrentMap<ThreadKey, WorkRun> byThread = new ConcurrentHashMap<>();

    /** Runs that are entered and are no thread's. */
    private final AtomicInteger nested = new AtomicInteger();

    Runs(Counters counters) {
        this.counters = counters;
    }

    /** Enters a run, before its first work; where that fails it is not entered. */
    synchronized void enter(WorkRun run) {
        final int number = numbers.nextClearBit(firstFree);
        if (number >= byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, 2 * byNumber.length);
        }
        numbers.set(number); // allocates, or does nothing
        firstFree = number + 1;
        run.entered(number, run.kind() == WorkRun.Kind.THREAD && number < COUNTING);
        byNumber[number] = run;
        if (run.kind() != WorkRun.Kind.THREAD) {
            nested.incrementAndGet();
            return;
        }
        try {
            byThread.put(run.key(), run);
        } catch (Throwable noMemory) {
            remove(number);
            forget(run);
            throw noMemory;
        }
    }

    /** Forgets a run, and keeps its counts. */
    void leave(WorkRun run) {
        synchronized (this) {
            counters.succeeded.addAndGet(run.succeeded.get());
            counters.failed.addAndGet(run.failed.get());
            remove(run.number());
        }
        if (run.kind() == WorkRun.Kind.THREAD) {
            forget(run);
        } else {
            nested.decrementAndGet();
        }
    }

    /** Counting what a map holds may take memory, afterwards, where several threads change it at once. */
    private void forget(WorkRun run) {
        try {
            byThread.remove(run.key());
        } catch (OutOfMemoryError noMemory) { // it is removed
        }
    }

    private void remove(int number) {
        byNumber[number] = null;
        numbers.clear(number);
        firstFree = Math.min(firstFree, number);
    }

    /** Whether no work is run but by threads of the queue. */
    boolean hasNoneNested() {
        return nested.get() == 0;
    }

    /** The run of a work that runs and cannot end meanwhile. */
    @Nullable
    WorkRun get(int number) {
        final @Nullable WorkRun[] now = byNumber;
        return number < now.length ? now[number] : null;
    }

    boolean isThread(Thread thread) {
        return byThread.containsKey(new ThreadKey(thread));
    }

    synchronized List<WorkRun> all() {
        final List<WorkRun> all = new ArrayList<>(numbers.cardinality());
        for (WorkRun run : byNumber) {
            if (run != null) {
                all.add(run);
            }
        }
        return all;
    }

    List<Thread> threads() {
        return all().stream()
                .filter(run -> run.kind() == WorkRun.Kind.THREAD)
                .map(WorkRun::thread)
                .toList();
    }

    /** All, and of those that run something the longest first. */
    List<WorkRun> inOrder() {
        record Ordered(WorkRun run, long order) {} // read once: runs go on
        return all().stream()
                .map(run -> new Ordered(run, run.order()))
                .sorted(Comparator.comparingLong(Ordered::order))
                .map(Ordered::run)
                .toList();
    }

    /** Works that succeeded and failed. */
    synchronized Counters.Ended ended() {
        long succeeded = counters.succeeded.get();
        long failed = counters.failed.get();
        for (int i = 0; i < Math.min(COUNTING, byNumber.length); i++) {
            final WorkRun run = byNumber[i];
            if (run != null) {
                succeeded += run.succeeded.get();
                failed += run.failed.get();
            }
        }
        return new Counters.Ended(succeeded, failed);
    }
}
