package io.threadlets.spring.observation;

import io.micrometer.observation.Observation;
import java.lang.reflect.Method;
import java.time.Duration;

/** What is known of a call whose body is observed. */
public final class ThreadletObservationContext extends Observation.Context {
    private final String queue;
    private final String work;
    private final Method method;
    private final long workId;
    private final Duration waited;
    private boolean complete;

    /**
     * A call whose body is about to begin.
     *
     * @param queue the queue's name
     * @param work what people are shown, as {@code MailService.send}
     * @param method the annotated method
     * @param workId a number that no other observed call of the application has
     * @param waited from the call until now
     */
    public ThreadletObservationContext(String queue, String work, Method method, long workId, Duration waited) {
        this.queue = queue;
        this.work = work;
        this.method = method;
        this.workId = workId;
        this.waited = waited;
    }

    /** {@return the queue's name} */
    public String getQueue() {
        return queue;
    }

    /** {@return what people are shown, as {@code MailService.send}} */
    public String getWork() {
        return work;
    }

    /** {@return the annotated method} */
    public Method getMethod() {
        return method;
    }

    /** {@return a number that no other observed call of the application has} */
    public long getWorkId() {
        return workId;
    }

    /** {@return how long the call waited for a thread} */
    public Duration getWaited() {
        return waited;
    }

    /** {@return whether the body has ended, by a failure or otherwise} */
    public boolean isComplete() {
        return complete;
    }

    /** The body has ended. */
    public void setComplete() {
        complete = true;
    }
}
