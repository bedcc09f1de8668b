package io.threadlets.spring.call;

import io.threadlets.QueueSnapshot;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.queue.Frames;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a call that timed out says: which, how long, where it stood, and what to change. */
public final class TimeoutMessages {
    private TimeoutMessages() {}

    /**
     * Where a thread stands now.
     *
     * @param thread in the body of a call, which it cannot leave meanwhile
     * @return the cause of the call's timeout, with the thread's stack as its own
     */
    public static TimeoutException where(Thread thread) {
        final TimeoutException where = new TimeoutException("Thread " + thread.getName() + " stood here");
        where.setStackTrace(thread.getStackTrace());
        return where;
    }

    /**
     * The timeout of a call whose body a thread has, or is about to begin.
     *
     * @param plan how the call is made
     * @param where the body stood; null if its thread had not reached it yet
     * @return what the call fails with
     */
    public static ThreadletTimeoutException inBody(MethodPlan plan, @Nullable TimeoutException where) {
        return where == null
                ? faster(plan, ", when it had only just got a thread; it is not run", nowhere("It had not begun"))
                : faster(
                        plan,
                        Frames.tellingOne(where.getStackTrace())
                                        .map(frame -> " at " + frame)
                                        .orElse("")
                                + (plan.isInterruptible()
                                        ? "; its thread was interrupted"
                                        : "; it goes on there, since interrupt is false"),
                        where);
    }

    static ThreadletTimeoutException afterBody(MethodPlan plan) {
        return faster(
                plan,
                ", while what it returned had not ended; that was cancelled",
                nowhere("No thread was in the method: what it returned had not ended"));
    }

    private static ThreadletTimeoutException faster(MethodPlan plan, String where, TimeoutException cause) {
        return exception(
                plan,
                "timed out after " + words(plan.timeoutNanos()) + where + ". Make it faster, or raise its timeout"
                        + keys(plan),
                cause);
    }

    static ThreadletTimeoutException whileWaiting(MethodPlan plan, boolean isQueueTimeout) {
        final QueueSnapshot queue = plan.queue().snapshot();
        return exception(
                plan,
                "timed out after "
                        + words(isQueueTimeout ? plan.queueTimeoutNanos() : plan.timeoutNanos())
                        + ": no thread had taken it (" + (queue.cur() - queue.idle()) + " of " + queue.maxThreads()
                        + " threads busy, " + queue.queued() + " waiting" + (queue.paused() ? ", paused" : "")
                        + "); it is not run. " + (queue.paused() ? "Resume the queue, raise " : "Raise ")
                        + QueueWords.maxThreads(plan.properties()) + ", or "
                        + (isQueueTimeout ? plan.properties() + ".queue-timeout" : "its timeout" + keys(plan)),
                nowhere("No thread had taken the call"));
    }

    private static String keys(MethodPlan plan) {
        return " (threadlets.methods[" + plan.label() + "].timeout, @Threadlet, or " + plan.properties() + ".timeout)";
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
