package io.threadlets.benchmarks;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The algorithm of the threadlets patch for QEMU (2010), written afresh: one lock, one condition, a linked list that
 * runs through the tasks themselves, and two counters.
 *
 * <p>Its known flaw is kept: a thread counts as idle until it has woken up, so that two quick submissions may both rely
 * on the same one, and the second then waits behind the first although another thread could have been started.
 */
final class CAlgorithmPool implements Pool {
    private final PoolThreads threads = new PoolThreads();
    private final Shape shape;
    private final long timeoutNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();

    // all guarded by the lock
    private @Nullable Task head;
    private @Nullable Task tail;
    private int cur;
    private int idle;
    private boolean closed;

    CAlgorithmPool(Shape shape) {
        this.shape = shape;
        this.timeoutNanos = shape.idleTimeout().toNanos();
    }

    @Override
    public void start(Task task) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The pool is closed.");
            }
            if (idle == 0 && cur < shape.threads()) {
                cur++;
                threads.newThread(this::work).start();
            }
            append(task);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Task task = take(); task != null; task = take()) {
            task.run();
        }
    }

    /** The next task, or null for the end of the thread, which then is counted no more. */
    private @Nullable Task take() {
        lock.lock();
        try {
            boolean timedOut = false;
            while (head == null) {
                if (closed || (timedOut && cur > shape.minThreads())) {
                    cur--;
                    return null;
                }
                idle++;
                try {
                    timedOut = work.awaitNanos(timeoutNanos) <= 0;
                } catch (InterruptedException e) {
                    timedOut = false; // left behind by a task; nobody else interrupts these threads
                } finally {
                    idle--;
                }
            }
            return removeFirst(head);
        } finally {
            lock.unlock();
        }
    }

    private void append(Task task) {
        if (tail == null) {
            head = task;
        } else {
            tail.next = task;
        }
        tail = task;
    }

    private Task removeFirst(Task first) {
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
        return first;
    }

    @Override
    public int threads() {
        return threads.alive();
    }

    @Override
    public boolean isQuiet() {
        return threads.areWaiting();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        threads.awaitEnd();
    }
}
