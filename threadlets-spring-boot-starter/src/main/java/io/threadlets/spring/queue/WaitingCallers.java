package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which threads of queues wait in plain calls, and what for. Decides whether one more may wait, or has to run its call
 * in place, so that no threads wait for one another. Safe from any thread.
 *
 * <p>A thread waits for whichever thread of the target queue takes its call, and, once the body has begun, for the
 * thread that runs the body. Those that wait for a thread, directly or through others, are its chain. A thread is
 * <em>stuck</em> if its waiting can only be ended by threads that are stuck: the one that runs the body; or, before
 * that, as many threads of the target queue as it may have.
 *
 * <p>Invariants, under the lock:
 *
 * <ul>
 *   <li>I1: A queue's thread that waits in a plain call has a {@link Wait} here, from before the submission (which may
 *       have to wait for room) until the body has ended or the thread goes on without it.
 *   <li>I2: No thread is stuck.
 * </ul>
 *
 * <p>I2 holds because a new wait is the only thing that can make threads stuck: a thread that takes a call, and one
 * that was just started, waits for nothing, and a wait that ends makes no other thread wait. A new wait is refused if
 * its own thread would be stuck. If that thread would not be, no other thread becomes stuck: the others do not depend
 * on it, so they would have been stuck before. Of two threads that decide at once the second one sees the wait of the
 * first.
 *
 * <p>A queue whose size is lowered is the exception: fewer threads than before may be all that it has. So who waits
 * asks again from time to time ({@link Wait#isStuck}).
 */
public final class WaitingCallers {
    /** The most threads that a queue may have. */
    private final ToIntFunction<ThreadletQueue> sizes;

    // Guarded by this. Does not keep the queues of a context that is closed.
    private final Map<ThreadletQueue, Set<Wait>> byHome = new WeakHashMap<>();

    /** The innermost wait whose body a thread runs. */
    private final IdentityHashMap<Thread, Wait> served = new IdentityHashMap<>();

    WaitingCallers(ToIntFunction<ThreadletQueue> sizes) {
        this.sizes = sizes;
    }

    /**
     * Says that a thread is about to wait.
     *
     * @param thread the one that calls
     * @param home the queue that it is of
     * @param target the queue that it calls, and not a spy of it
     * @return null if it must not wait, but run the call itself: its chain has a thread of the target, or it would be
     *     stuck
     */
    public synchronized @Nullable Wait enter(Thread thread, ThreadletQueue home, ThreadletQueue target) {
        if (isInChain(target, thread, home)) {
            return null;
        }
        final Wait wait = new Wait(thread, home, target);
        waitsOf(home).add(wait);
        if (isStuck(wait)) {
            waitsOf(home).remove(wait);
            return null;
        }
        return wait;
    }

    private Set<Wait> waitsOf(ThreadletQueue home) {
        return byHome.computeIfAbsent(home, queue -> Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Whether a thread, or one that waits for it, is of the target queue. */
    private boolean isInChain(ThreadletQueue target, Thread thread, ThreadletQueue home) {
        if (home == target) {
            return true;
        }
        for (Wait wait = served.get(thread); wait != null; wait = wait.around) {
            if (wait.isWaiting && wait.isForAnother() && isInChain(target, wait.thread, wait.home)) {
                return true;
            }
        }
        return false;
    }

    private boolean isStuck(Wait asked) {
        final int waiting = waitsOf(asked.target).size();
        if (waiting == 0 || waiting < sizes.applyAsInt(asked.target)) {
            return false; // the common case, in a short time
        }
        final Set<Wait> stuck = Collections.newSetFromMap(new IdentityHashMap<>());
        byHome.values().forEach(stuck::addAll);
        stuck.removeIf(wait -> !wait.isForAnother());
        boolean hasChanged;
        do { // what is not stuck is taken out until nothing more can be
            final Crowd crowd = new Crowd(stuck);
            hasChanged = stuck.removeIf(wait -> !crowd.holdsUp(wait));
        } while (hasChanged);
        return stuck.contains(asked);
    }

    /** Threads that are assumed to be stuck. */
    private final class Crowd {
        private final Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<ThreadletQueue, Integer> counts = new HashMap<>();
        private final Map<ThreadletQueue, Boolean> areFull = new HashMap<>();

        Crowd(Collection<Wait> waits) {
            for (Wait wait : waits) {
                threads.add(wait.thread);
                counts.merge(wait.home, 1, Integer::sum);
            }
        }

        /** Whether nobody outside the crowd could end a wait. */
        boolean holdsUp(Wait wait) {
            return wait.runner == null
                    ? areFull.computeIfAbsent(wait.target, this::isFull)
                    : threads.contains(wait.runner);
        }

        private boolean isFull(ThreadletQueue queue) {
            final Integer count = counts.get(queue);
            return count != null && count >= sizes.applyAsInt(queue);
        }
    }

    /** One thread's waiting for one call. */
    public final class Wait {
        private final Thread thread;
        private final ThreadletQueue home;
        private final ThreadletQueue target;

        // Guarded by the lock of the outer class.
        private boolean isWaiting = true;
        private @Nullable Thread runner;

        /** What the runner serves as well, around this one. */
        private @Nullable Wait around;

        private Wait(Thread thread, ThreadletQueue home, ThreadletQueue target) {
            this.thread = thread;
            this.home = home;
            this.target = target;
        }

        /** Not where the thread runs the body itself, as it does if the queue is full and its callers are to. */
        private boolean isForAnother() {
            return runner != thread;
        }

        /**
         * A thread begins the body.
         *
         * @param by the thread
         */
        public void begin(Thread by) {
            synchronized (WaitingCallers.this) {
                runner = by;
                around = served.put(by, this);
            }
        }

        /**
         * The body has ended, and with it the waiting.
         *
         * @param by the thread that has run it
         */
        public void end(Thread by) {
            synchronized (WaitingCallers.this) {
                if (around == null) {
                    served.remove(by);
                } else {
                    served.put(by, around);
                }
                leave();
            }
        }

        /** The thread waits no more, whatever became of the body. */
        public void leave() {
            synchronized (WaitingCallers.this) {
                isWaiting = false;
                waitsOf(home).remove(this);
            }
        }

        /**
         * Looks again, since a queue may have become smaller.
         *
         * @return whether the thread would wait for ever
         */
        public boolean isStuck() {
            synchronized (WaitingCallers.this) {
                return isWaiting && WaitingCallers.this.isStuck(this);
            }
        }
    }
}
