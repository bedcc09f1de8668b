package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.method.MethodPlan;
import io.threadlets.spring.method.MethodPlan.Returns;
import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is interrupted when the time of a call is over, and what is left of it afterwards. */
class CallClockTests {
    private final ThreadletQueue queue = ThreadletQueue.builder("q").build();
    private final Thread body = Thread.currentThread();

    /** As the queue does. */
    private final Runnable interruptBody = body::interrupt;

    private CallClock clock = clock();

    @BeforeEach
    void begin() {
        clock = clock();
    }

    @AfterEach
    void end() {
        Thread.interrupted(); // a test that fails may leave it
        queue.shutdown();
    }

    private CallClock clock() {
        final Method method = CallClockTests.class.getDeclaredMethods()[0];
        final long hour = TimeUnit.HOURS.toNanos(1);
        return new LimitedClock(new MethodPlan(
                method, "Service.call", queue, Returns.VALUE, hour, 0, true, "threadlets.queues.q", null, false, null));
    }

    @Test
    void bodyDoesNotBeginOnceTheTimeIsOver() {
        assertThat(clock.interrupt(interruptBody)).as("where the body stood").isNull();
        assertThat(clock.enterBody()).isFalse();
    }

    @Test
    void bodyIsInterruptedAndTheInterruptIsTakenAlongWithIt() {
        assertThat(clock.enterBody()).isTrue();
        assertThat(clock.interrupt(interruptBody))
                .hasMessage("Thread " + Thread.currentThread().getName() + " stood here")
                .satisfies(where -> assertThat(where.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(CallClockTests.class.getName())));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        endBody();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptByAnotherThanTheTimeoutIsLeftWithTheThread() {
        assertThat(clock.enterBody()).isTrue();
        Thread.currentThread().interrupt();
        assertThat(clock.interrupt(interruptBody)).isNotNull();
        endBody();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** As a call does, and the queue, which takes an interrupt that it has sent along with the body. */
    private void endBody() {
        clock.leaveBody();
        Thread.interrupted();
        clock.restoreInterrupt();
    }

    @Test
    void submitterThatHasRunTheCallItselfIsNotInterruptedInWhatItRunsAfterwards() {
        clock.enterSubmission();
        assertThat(clock.enterBody()).isTrue();
        endBody();
        assertThat(clock.interrupt(interruptBody)).isNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        clock.leaveSubmission();
    }

    @Test
    void callerThatWaitsForRoomIsInterruptedAndTheInterruptIsTakenAlong() {
        clock.enterSubmission();
        assertThat(clock.interrupt(interruptBody)).as("where the body stood").isNull();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        clock.leaveSubmission();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptThatTheCallerBroughtIsRestoredThoughTheTimeoutHasSentAnother() {
        Thread.currentThread().interrupt();
        clock.enterSubmission();
        assertThat(Thread.interrupted()).as("as who waits for room takes it").isTrue();
        assertThat(clock.interrupt(interruptBody)).isNull();
        clock.leaveSubmission();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void timeThatIsOverWhenNobodyIsInsideInterruptsNobody() {
        clock.enterSubmission();
        clock.leaveSubmission();
        assertThat(clock.enterBody()).isTrue();
        clock.leaveBody();
        assertThat(clock.interrupt(interruptBody)).isNull();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
