package io.threadlets.spring.history;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What numbers do not tell of the works of one queue: how long they usually take, and which of those that wait were
 * submitted by works of the same queue.
 */
final class WorkHistory implements ThreadletListener {
    /** Works may be described by what they work on. */
    private static final int MOST_DESCRIPTIONS = 200;

    private final Map<String, RunTimes> times = new ConcurrentHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** The submitters of works that wait, where these are threads of the queue. */
    private final Map<Same, Thread> submitters = new ConcurrentHashMap<>();

    /** A work, whatever it thinks that it equals. */
    private record Same(ThreadletWork work) {
        @Override
        @SuppressWarnings("ReferenceEquality") // the purpose
        public boolean equals(@Nullable Object other) {
            return other instanceof Same same && same.work == work;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(work);
        }
    }

    /** The median of works of a description; null if it is not known. */
    @Nullable
    Duration median(String description) {
        final RunTimes known = times.get(description);
        return known == null ? null : known.median();
    }

    /** The thread of the same queue that submitted a work which still waits; null if none did. */
    @Nullable
    Thread submitter(ThreadletWork work) {
        return submitters.get(new Same(work));
    }

    /** Whether no work of the queue waits that one of them submitted. */
    boolean isWithoutOwn() {
        return submitters.isEmpty();
    }

    @Override
    public void submitted(ThreadletWork work) {
        final Thread thread = Thread.currentThread();
        if (threads.contains(thread)) {
            submitters.put(new Same(work), thread);
        }
    }

    @Override
    public void started(ThreadletWork work, long waitedNanos) {
        waitsNoMore(work);
    }

    @Override
    public void dequeued(ThreadletWork work, long waitedNanos) {
        waitsNoMore(work);
    }

    @Override
    public void rejected(ThreadletWork work, ThreadletRejectedException why) {
        waitsNoMore(work); // the queue may have been stopped after it had accepted it
    }

    private void waitsNoMore(ThreadletWork work) {
        if (!submitters.isEmpty()) {
            submitters.remove(new Same(work));
        }
    }

    @Override
    public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
        waitsNoMore(work); // without a thread for it, it was never started
        final int weight = failure == null ? RunTimes.weight(ranNanos) : 0;
        if (weight > 0) {
            count(QueueWords.description(work), ranNanos, weight);
        }
    }

    private void count(String description, long ranNanos, int weight) {
        RunTimes known = times.get(description);
        if (known == null && times.size() < MOST_DESCRIPTIONS) {
            known = times.computeIfAbsent(description, any -> new RunTimes());
        }
        if (known != null) {
            known.add(ranNanos, weight);
        }
    }

    @Override
    public void threadStarted(Thread thread) {
        threads.add(thread);
    }

    @Override
    public void threadStopped(Thread thread) {
        threads.remove(thread);
    }
}
