package io.threadlets.spring.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of answers without flooding the log, which a crowd of clients otherwise would: a warning once a minute for each
 * queue and status, with how many there were, and the rest at debug level. Safe from any thread.
 */
final class FailureLog {
    private static final Log LOG = LogFactory.getLog(FailureLog.class);
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Beyond that the queues share a line: an application may make queues without end. */
    private static final int MOST_LINES = 1_000;

    private final LongSupplier nanoTime;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    FailureLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void answered(FailureAnswer answer, String request) {
        final String key = answer.status().value() + (lines.size() < MOST_LINES ? answer.queue() : "");
        final long untold = lines.computeIfAbsent(key, unused -> new Line()).take(nanoTime.getAsLong());
        final boolean isDue = untold >= 0;
        if (isDue ? LOG.isWarnEnabled() : LOG.isDebugEnabled()) {
            final String text = answer.queue() + ": " + request + " was answered "
                    + answer.status().value()
                    + (answer.retryAfter() > 0 ? ", Retry-After " + answer.retryAfter() : "")
                    + (untold > 0 ? ", as were " + untold + " requests since the last such warning" : "")
                    + ": " + answer.failure().getMessage();
            if (isDue) {
                LOG.warn(text);
            } else {
                LOG.debug(text);
            }
        }
    }

    /** What is told at once, and then once a period. */
    private static final class Line {
        private boolean wasTold;
        private long toldAt;
        private long untold;

        /** How many were not told of since the last one that was; -1 if this one is not to be told of either. */
        synchronized long take(long now) {
            if (wasTold && now - toldAt < PERIOD_NANOS) {
                untold++;
                return -1;
            }
            final long before = untold;
            wasTold = true;
            toldAt = now;
            untold = 0;
            return before;
        }
    }
}
