package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.stored.BodyGuard.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of those who want a body to end interrupt it. The body is that of the test. */
class BodyGuardTests {
    private final BodyGuard guard = new BodyGuard(/* isInterruptible= */ true);

    @AfterEach
    void leave() {
        guard.leave();
    }

    private boolean isInterruptedBy(Reason why, boolean interrupts) {
        guard.end(why, interrupts, where -> {});
        return Thread.interrupted();
    }

    @Test
    void stopInterruptsOnceABodyThatWasCancelledWithAnInterruptOrWithout() {
        assertThat(guard.enter()).isTrue();
        assertThat(isInterruptedBy(Reason.CANCEL, false)).isFalse();
        assertThat(isInterruptedBy(Reason.CANCEL, true)).isTrue();
        assertThat(isInterruptedBy(Reason.STOP, true)).isTrue();
        assertThat(isInterruptedBy(Reason.STOP, true)).as("the same stop").isFalse();
        assertThat(guard.reason()).isEqualTo(Reason.CANCEL);
    }

    @Test
    void stopLeavesABodyAloneThatATimeoutHasInterrupted() {
        assertThat(guard.enter()).isTrue();
        assertThat(isInterruptedBy(Reason.TIMEOUT, true)).isTrue();
        assertThat(isInterruptedBy(Reason.STOP, true)).isFalse();
        assertThat(isInterruptedBy(Reason.CANCEL, true)).isTrue();
        assertThat(guard.reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void timeoutLeavesABodyAloneThatWasToEndBefore() {
        assertThat(guard.enter()).isTrue();
        assertThat(isInterruptedBy(Reason.CANCEL, false)).isFalse();
        assertThat(isInterruptedBy(Reason.TIMEOUT, true)).isFalse();
        assertThat(guard.reason()).isEqualTo(Reason.CANCEL);
    }

    @Test
    void bodyThatMustNotBeInterruptedNeverIs() {
        final BodyGuard other = new BodyGuard(/* isInterruptible= */ false);
        assertThat(other.enter()).isTrue();
        for (Reason why : Reason.values()) {
            other.end(why, true, where -> {});
            assertThat(Thread.interrupted()).as("%s", why).isFalse();
        }
    }
}
