package io.threadlets.spring.stored;

import io.threadlets.spring.StoredCalls.Snapshot;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.stored.QueueCalls.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the store of one queue answers, and its last numbers, for who must not wait for it: a connection pool
 * without a connection takes half a minute to say so. One thread at a time asks the store, in the background; others
 * wait for it a while. Safe from any thread.
 */
final class StoreWatch {
    private static final Log LOG = LogFactory.getLog(StoreWatch.class);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What somebody waits for an answer at most. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A store that has answered before, and has not for so long, is not there. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** One that was never heard of is not there for whoever has waited for it. */
    private static final long FIRST_SILENCE_NANOS = PATIENCE_NANOS;

    /** How old the last look may be for who does not look. */
    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** For who need not see what was changed here a moment ago. */
    private static final int ANY_CHANGE = 0;

    private final StoredQueue queue;
    private final QueueCalls calls;
    private final Executor background;

    // Guarded by this.
    private @Nullable Question open;
    private Answer last = new Answer(null, null, 0, 0);

    /** The store is being asked. */
    private static final class Question {
        private final long sinceNanos = System.nanoTime();
        private final CountDownLatch answered = new CountDownLatch(1);

        long ageNanos() {
            return System.nanoTime() - sinceNanos;
        }

        void await(long nanos) {
            try {
                final boolean unused = answered.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * What has come of it.
     *
     * @param reading the last that there was; null before the first
     * @param problem why there is no newer one; null if there is none
     * @param downSinceNanos when the first of the questions was asked that had no answer; without a problem, nothing
     */
    private record Answer(
            @Nullable Reading reading, @Nullable String problem, long downSinceNanos, long atNanos) {}

    StoreWatch(StoredQueue queue, QueueCalls calls, Executor background) {
        this.queue = queue;
        this.calls = calls;
        this.background = background;
    }

    StoreLook look() {
        final int change = queue.changes(); // what is changed from now on need not be seen
        final Question asked = ask(FRESH_NANOS, change);
        final long begun = System.nanoTime();
        await(asked, begun);
        await(ask(FRESH_NANOS, change), begun); // the one that was open may be from before that change
        return known();
    }

    void beginToLook() {
        ask(FRESH_NANOS, queue.changes());
    }

    StoreLook recentLook() {
        await(ask(FRESH_NANOS, ANY_CHANGE), System.nanoTime());
        return known();
    }

    StoreLook lastLook() {
        ask(LATELY_NANOS, ANY_CHANGE);
        return known();
    }

    /** One that is open for so long already is not waited for. */
    private static void await(@Nullable Question asked, long begun) {
        if (asked != null) {
            final long waited = Math.max(System.nanoTime() - begun, asked.ageNanos());
            asked.await(Math.max(0, PATIENCE_NANOS - waited));
        }
    }

    /**
     * Returns the question that is open; null if the last answer is new enough.
     *
     * @param change an answer from before that one is not
     */
    private @Nullable Question ask(long mostAgeNanos, int change) {
        final Question asked;
        synchronized (this) {
            if (open != null) {
                return open;
            }
            if (isNewEnough(last, mostAgeNanos, change)) {
                return null;
            }
            asked = new Question();
            open = asked;
        }
        try {
            background.execute(() -> answer(asked));
        } catch (RuntimeException | Error failure) { // no thread
            fail(asked, failure);
        }
        return asked;
    }

    private static boolean isNewEnough(Answer answer, long mostAgeNanos, int change) {
        final Reading reading = answer.reading();
        if (answer.problem() != null) {
            return System.nanoTime() - answer.atNanos() < mostAgeNanos;
        }
        return reading != null && reading.change() >= change && reading.ageNanos() < mostAgeNanos;
    }

    private void answer(Question asked) {
        try {
            end(asked, calls.read(), null);
        } catch (RuntimeException | Error failure) {
            fail(asked, failure);
        }
    }

    /** Whatever happens, the question ends: while one is open the store is not asked again. */
    private void fail(Question asked, Throwable failure) {
        try {
            end(asked, null, text(failure));
        } finally {
            synchronized (this) {
                if (open == asked) {
                    open = null;
                }
            }
            asked.answered.countDown();
        }
    }

    private void end(Question asked, @Nullable Reading reading, @Nullable String problem) {
        final Answer before;
        synchronized (this) {
            if (open != asked) {
                return; // it has ended
            }
            before = last;
            last = new Answer(
                    reading == null ? before.reading() : reading,
                    problem,
                    before.problem() == null ? asked.sinceNanos : before.downSinceNanos(),
                    System.nanoTime());
            open = null;
        }
        asked.answered.countDown();
        tell(before, problem);
    }

    /** Once each time it goes, and when it is back; not of an application that ends, and its database with it. */
    private void tell(Answer before, @Nullable String problem) {
        if (!queue.isTaking()) {
            return;
        }
        final String store = queue.name() + ": its store " + known().title();
        if (problem != null && before.problem() == null) {
            LOG.warn(store + " cannot be reached: " + problem
                    + ". Sending fails, and no calls are run, until it can be");
        } else if (problem == null && before.problem() != null) {
            LOG.info(store + " can be reached again, after "
                    + QueueWords.age(Duration.ofNanos(System.nanoTime() - before.downSinceNanos())));
        }
    }

    /** What the driver says. */
    private static String text(Throwable failure) {
        if (failure instanceof Error) {
            return failure.toString(); // its message alone may be the name of a class
        }
        final Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
    }

    private StoreLook known() {
        final Answer answer;
        final Question asked;
        synchronized (this) {
            answer = last;
            asked = open;
        }
        String problem = answer.problem();
        long since = answer.downSinceNanos();
        final long silence = answer.reading() == null ? FIRST_SILENCE_NANOS : SILENCE_NANOS;
        if (problem == null && asked != null && asked.ageNanos() >= silence) {
            problem = "it does not answer";
            since = asked.sinceNanos;
        }
        final Reading reading = answer.reading();
        final Snapshot numbers = reading == null ? null : reading.snapshot();
        return new StoreLook(
                queue.settings().store(),
                queue.database(),
                queue.isRequired(),
                problem,
                problem == null ? null : Duration.ofNanos(System.nanoTime() - since),
                numbers,
                reading == null ? Map.of() : reading.works());
    }
}
