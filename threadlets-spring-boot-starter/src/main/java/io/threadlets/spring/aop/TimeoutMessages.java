package io.threadlets.spring.aop;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.queue.Frames;
import io.threadlets.spring.queue.QueueWords;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a call that timed out says: which, how long, where it stood, and what to change. */
final class TimeoutMessages {
    private TimeoutMessages() {}

    /** @param where the body stood; null if no thread was in it */
    static ThreadletTimeoutException inBody(MethodPlan plan, @Nullable TimeoutException where) {
        final TimeoutException cause =
                where != null ? where : nowhere("No thread was in the method: what it returned had not ended");
        return exception(
                plan,
                "timed out after " + words(plan.timeoutNanos())
                        + (where == null
                                ? ", while what it returned had not ended; that was cancelled"
                                : Frames.tellingOne(where.getStackTrace())
                                                .map(frame -> " at " + frame)
                                                .orElse("")
                                        + "; its thread was interrupted")
                        + ". Make it faster, or raise its timeout" + keys(plan, ".timeout"),
                cause);
    }

    static ThreadletTimeoutException whileWaiting(MethodPlan plan, boolean isQueueTimeout) {
        final QueueSnapshot queue = plan.queue().snapshot();
        return exception(
                plan,
                "timed out after "
                        + words(isQueueTimeout ? plan.queueTimeoutNanos() : plan.timeoutNanos())
                        + ": no thread had taken it (" + (queue.cur() - queue.idle()) + " of " + queue.maxThreads()
                        + " threads busy, " + queue.queued() + " waiting); it is not run. Raise threadlets.queues."
                        + queue.name() + ".max-threads, or "
                        + (isQueueTimeout
                                ? "threadlets.queues." + queue.name() + ".queue-timeout"
                                : "its timeout" + keys(plan, ".timeout")),
                nowhere("No thread had taken the call"));
    }

    private static String keys(MethodPlan plan, String key) {
        return " (threadlets.methods[" + plan.label() + "]" + key + ", @Threadlet, or threadlets.queues."
                + plan.queue().name() + key + ")";
    }

    private static ThreadletTimeoutException exception(MethodPlan plan, String text, TimeoutException cause) {
        final String queue = plan.queue().name();
        return new ThreadletTimeoutException(queue, "Queue '" + queue + "': " + plan.label() + " " + text + ".", cause);
    }

    private static TimeoutException nowhere(String why) {
        final TimeoutException cause = new TimeoutException(why);
        cause.setStackTrace(new StackTraceElement[0]);
        return cause;
    }

    private static String words(long nanos) {
        return QueueWords.time(Duration.ofNanos(nanos));
    }
}
