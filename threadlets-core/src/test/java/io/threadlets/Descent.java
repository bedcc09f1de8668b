package io.threadlets;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recurses until the stack overflows, and uses a queue at each of the last levels on the way back, so that whatever the
 * queue does overflows somewhere in one of them. The sizes of the frames come from the seed: the depths at which the
 * queue is called differ from one descent to the next.
 *
 * <p>Between a call of the queue and the note of how it ended nothing is called, since that could overflow as well.
 */
final class Descent {
    static final int OPERATIONS = 14;

    private static final Direct DIRECT = new Direct();

    private final ThreadletQueue queue;
    private final ExecutorService executor;
    private final Tracked[] tracked;
    private final int shift;
    private final boolean pauses;
    private long shapes;
    private int acts;
    private int used;
    private @Nullable ThreadletFuture<?> lastFuture;

    /** So that the frames' locals are used. */
    long sum;

    /** A class, so that nothing has to be linked deep down. */
    static final class Direct implements Executor {
        @Override
        public void execute(Runnable completion) {
            completion.run();
        }
    }

    /** @param tracked of which each level uses one, until none is left */
    Descent(ThreadletQueue queue, Tracked[] tracked, long seed, boolean pauses) {
        this.queue = queue;
        this.executor = queue.executor();
        this.tracked = tracked;
        this.shift = (int) Math.floorMod(seed, (long) OPERATIONS);
        this.shapes = seed * 0x9E3779B97F4A7C15L + 1;
        this.pauses = pauses;
    }

    void run() {
        next(0);
    }

    /** The same calls without the depth. */
    void rehearse() {
        while (used < tracked.length) {
            actHere();
        }
    }

    private void next(int level) {
        shapes = shapes * 6364136223846793005L + 1442695040888963407L;
        switch ((int) (shapes >>> 62)) {
            case 0 -> narrow(level);
            case 1 -> wide(level, shapes, level, 1);
            default -> wider(level, shapes, level, 1, 2, 3, 4, 5);
        }
    }

    private void narrow(int level) {
        try {
            next(level + 1);
        } catch (StackOverflowError bottom) {
            // and back
        }
        actHere();
    }

    private void wide(int level, long a, long b, long c) {
        try {
            next(level + 1);
        } catch (StackOverflowError bottom) {
            // and back
        }
        actHere();
        sum += a + b + c;
    }

    private void wider(int level, long a, long b, long c, long d, long e, long f, long g) {
        try {
            next(level + 1);
        } catch (StackOverflowError bottom) {
            // and back
        }
        actHere();
        sum += a + b + c + d + e + f + g;
    }

    private void actHere() {
        if (used < tracked.length) {
            try {
                act((acts++ + shift) % OPERATIONS, tracked[used++]);
            } catch (Throwable tooDeep) {
                // the next level has more room
            }
        }
    }

    private void act(int operation, Tracked now) {
        try {
            switch (operation) {
                case 0, 1 -> {
                    queue.submit(now.work);
                    now.returned = 1;
                }
                case 2 -> {
                    queue.submit(now.work, DIRECT);
                    now.returned = 1;
                }
                case 3 -> {
                    now.asTask = true;
                    executor.execute(now.task);
                    now.returned = 1;
                }
                case 4 -> {
                    now.asTask = true;
                    lastFuture = queue.submit((Callable<Integer>) now.task);
                    now.returned = 1;
                    now.future = lastFuture;
                }
                case 5 -> {
                    now.asTask = true;
                    lastFuture = queue.submit((Runnable) now.task);
                    now.returned = 1;
                    now.future = lastFuture;
                }
                case 6 -> takeBack();
                case 7 -> cancel(true);
                case 8 -> cancel(false);
                case 9 -> await();
                case 10 -> {
                    if (pauses) {
                        queue.pause();
                        queue.resume();
                    }
                }
                case 11 -> {
                    if (lastFuture != null) {
                        lastFuture.completeExceptionally(Tracked.PLANNED);
                    }
                }
                case 12 -> ThreadletQueue.global();
                default -> queue.resize(0, 1 + (acts & 7));
            }
        } catch (Throwable thrown) {
            if (operation <= 5) {
                now.threw = 1;
            }
        }
    }

    /** Of the last ones, that which was submitted as a work. */
    private void takeBack() {
        for (int i = used - 2; i >= 0 && i > used - OPERATIONS; i--) {
            final Tracked candidate = tracked[i];
            if (candidate.returned == 1 && !candidate.asTask) {
                try {
                    queue.dequeue(candidate.work);
                } catch (Throwable thrown) {
                    candidate.dequeueThrew = true;
                }
                return;
            }
        }
    }

    private void cancel(boolean interrupting) {
        if (lastFuture != null) {
            lastFuture.cancel(interrupting);
        }
    }

    private void await() throws Exception {
        if (lastFuture != null) {
            lastFuture.get(1, TimeUnit.MILLISECONDS);
        }
    }
}
