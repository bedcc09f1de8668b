package io.threadlets.spring.queue;

import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** What people read of a stop: a line for each queue that had anything to do when it begins, and when it has ended. */
final class StopReport {
    private static final Log LOG = LogFactory.getLog(QueueStop.class);

    private final Map<ThreadletQueue, StopCount> queues;
    private final OpenCalls calls;
    private final StopTimes times;
    private final String done;

    /** @param done what has happened to the queues when all is over */
    StopReport(Map<ThreadletQueue, StopCount> queues, OpenCalls calls, StopTimes times, String done) {
        this.queues = queues;
        this.calls = calls;
        this.times = times;
        this.done = done;
    }

    /** @param open the calls that go on without a thread */
    void begin(String doing, Collection<OpenCalls.Open> open) {
        queues.forEach((queue, count) -> {
            final List<OpenCalls.Open> own = ofQueue(open, queue);
            own.forEach(one -> count.endedBefore(one.call()));
            final int running = count.running() + own.size();
            if (running + count.waiting() > 0) {
                LOG.info(queue.name() + ": " + doing + ": " + running + " running, " + count.waiting()
                        + " waiting, up to " + QueueWords.seconds(times.limit()));
            }
        });
    }

    /** @param isInTime whether nothing had to be interrupted, nor cancelled */
    void end(Duration elapsed, boolean isInTime) {
        final List<OpenCalls.Ended> ended = calls.noted();
        final Collection<OpenCalls.Open> open = calls.open();
        queues.forEach((queue, count) -> {
            for (OpenCalls.Ended one : ended) {
                if (one.queue().equals(queue.name())) {
                    count.know(one.call(), QueueWords.description(one.call()), one.fate());
                }
            }
            final List<OpenCalls.Open> own = ofQueue(open, queue);
            own.forEach(one -> count.know(one.call(), QueueWords.description(one.call()), Fate.CANCELLED));
            tell(queue, count, stillRunning(queue, own), elapsed, isInTime);
        });
    }

    private static List<OpenCalls.Open> ofQueue(Collection<OpenCalls.Open> open, ThreadletQueue queue) {
        return open.stream().filter(one -> one.queue().equals(queue.name())).toList();
    }

    private static List<String> stillRunning(ThreadletQueue queue, List<OpenCalls.Open> open) {
        final List<String> running = new ArrayList<>();
        for (RunningWork work : queue.running()) {
            running.add(work.description() + " on thread " + work.thread().getName());
        }
        for (OpenCalls.Open one : open) {
            running.add(QueueWords.description(one.call()) + ", whose result has not ended");
        }
        return running;
    }

    private void tell(ThreadletQueue queue, StopCount count, List<String> running, Duration elapsed, boolean isInTime) {
        final int waiting = queue.isShutdown() ? 0 : queue.snapshot().queued();
        final StringBuilder text = new StringBuilder(count.inWords(running.isEmpty() && waiting == 0));
        if (waiting > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(waiting).append(" waiting for the next start");
        }
        if (!running.isEmpty()) {
            text.append(text.isEmpty() ? "" : "; ").append("still running: ").append(String.join("; ", running));
        }
        if (text.isEmpty()) {
            return;
        }
        text.insert(0, queue.name() + ": " + done + " in " + QueueWords.elapsed(elapsed) + ": ");
        final boolean isLate = !isInTime && count.counts().keySet().stream().anyMatch(Fate::isNamed);
        if (!isLate && running.isEmpty()) {
            LOG.info(text);
            return;
        }
        if (!times.drain().isZero()) {
            text.append(". Works had ")
                    .append(QueueWords.seconds(times.drain()))
                    .append(" to finish (threadlets.shutdown-timeout)");
        }
        LOG.warn(text);
    }
}
