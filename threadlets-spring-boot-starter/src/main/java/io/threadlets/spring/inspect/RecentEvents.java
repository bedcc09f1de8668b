package io.threadlets.spring.inspect;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.queue.ListenerSource;
import io.threadlets.spring.queue.WorkIds;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last failures and rejections of each queue that is made from properties. Costs a work nothing that succeeds. Safe
 * from any thread.
 */
public final class RecentEvents implements ListenerSource {
    /** How many of each are kept. */
    static final int MOST = 20;

    private static final int LONGEST_MESSAGE = 1_000;

    private final Map<String, OfQueue> byQueue = new ConcurrentHashMap<>();

    /** Null until the queues are there, whose listeners are made first. */
    private volatile @Nullable WorkIds ids;

    /** Nothing has happened yet. */
    public RecentEvents() {}

    /**
     * A work that failed. Not the exception itself, which may hold on to anything.
     *
     * @param id what the work was called when it was last shown; null if it never was
     * @param work what it says of itself
     * @param at when it ended
     * @param type the exception's class
     * @param message what the exception says; null for nothing
     */
    public record Failure(
            @Nullable Long id,
            String work,
            Instant at,
            String type,
            @Nullable String message) {}

    /**
     * A work that was not accepted.
     *
     * @param at when
     * @param reason why
     * @param work what it says of itself
     */
    public record Rejection(Instant at, ThreadletRejectedException.Reason reason, String work) {}

    /**
     * From now on works that were shown are known by their numbers.
     *
     * @param known the numbers
     */
    public void know(WorkIds known) {
        ids = known;
    }

    @Override
    public ThreadletListener listenerFor(String queue) {
        return byQueue.computeIfAbsent(queue, name -> new OfQueue());
    }

    /**
     * The last works of a queue that failed.
     *
     * @param queue the name of one of this context's queues
     * @return newest first; null for a queue of the application's own
     */
    public @Nullable List<Failure> failures(String queue) {
        final OfQueue events = byQueue.get(queue);
        return events == null ? null : events.failures.newestFirst();
    }

    /**
     * The last works that a queue did not accept.
     *
     * @param queue the name of one of this context's queues
     * @return newest first; null for a queue of the application's own
     */
    public @Nullable List<Rejection> rejections(String queue) {
        final OfQueue events = byQueue.get(queue);
        return events == null ? null : events.rejections.newestFirst();
    }

    private final class OfQueue implements ThreadletListener {
        private final Ring<Failure> failures = new Ring<>();
        private final Ring<Rejection> rejections = new Ring<>();

        @Override
        public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
            if (failure != null) {
                final WorkIds known = ids;
                failures.add(new Failure(
                        known == null ? null : known.ifShown(work),
                        QueueWords.description(work),
                        Instant.now(),
                        failure.getClass().getName(),
                        QueueWords.shortened(failure.getMessage(), LONGEST_MESSAGE)));
            }
        }

        @Override
        public void rejected(ThreadletWork work, ThreadletRejectedException why) {
            rejections.add(new Rejection(Instant.now(), why.reason(), QueueWords.description(work)));
        }
    }

    /** The newest of many. */
    private static final class Ring<T> {
        private final Deque<T> newest = new ArrayDeque<>(MOST);

        synchronized void add(T event) {
            if (newest.size() == MOST) {
                newest.removeLast();
            }
            newest.addFirst(event);
        }

        synchronized List<T> newestFirst() {
            return new ArrayList<>(newest);
        }
    }
}
