package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/** A thread that makes one submission, which may block. */
final class Submitter extends Thread {
    private final ThreadletQueue queue;
    private final ThreadletWork work;

    /** What the submission threw. Read after the thread's end, like the next. */
    @Nullable
    Throwable thrown;

    boolean interruptedAfterwards;

    Submitter(ThreadletQueue queue, ThreadletWork work) {
        super("submitter");
        setDaemon(true);
        this.queue = queue;
        this.work = work;
    }

    static Submitter starting(ThreadletQueue queue, ThreadletWork work) {
        final Submitter submitter = new Submitter(queue, work);
        submitter.start();
        return submitter;
    }

    /** Starts one and waits until it blocks. */
    static Submitter blockedIn(ThreadletQueue queue, ThreadletWork work) {
        final Submitter submitter = starting(queue, work);
        QueueFixture.until("the submitter blocks", () -> submitter.getState() == State.WAITING);
        return submitter;
    }

    /** Submits after a start has failed: until the back-off is over that is rejected. */
    static void submitOnceStartsAreTriedAgain(ThreadletQueue queue, ThreadletWork work) {
        QueueFixture.until("starts are tried again", () -> {
            try {
                queue.submit(work);
                return true;
            } catch (ThreadletRejectedException tooEarly) {
                return false;
            }
        });
    }

    @Override
    public void run() {
        try {
            queue.submit(work);
        } catch (Throwable t) {
            thrown = t;
        }
        interruptedAfterwards = Thread.interrupted();
    }

    void awaitEnd() throws InterruptedException {
        join(60_000);
        assertThat(isAlive()).as("the submitter is still in submit").isFalse();
    }

    void awaitAccepted() throws InterruptedException {
        awaitEnd();
        assertThat(thrown).isNull();
    }

    void awaitRejected(ThreadletRejectedException.Reason reason) throws InterruptedException {
        awaitEnd();
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        ThreadletRejectedException.class,
                        why -> assertThat(why.reason()).isEqualTo(reason));
    }
}
