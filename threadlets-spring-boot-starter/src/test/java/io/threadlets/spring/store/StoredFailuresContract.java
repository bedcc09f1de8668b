package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.ThreadletTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store has to do with calls that fail. */
public abstract class StoredFailuresContract extends StoredSendingContract {
    @Test
    void failingCallIsTriedAgainThenDeadAndRunAnewWhenAskedTo() throws Exception {
        final Jobs jobs = start();
        script.on("a", () -> {
            throw new IOException("no luck");
        });
        final ThreadletReceipt receipt = jobs.send("a");
        assertThat(awaitOne(StoredCall.State.DEAD)).singleElement().satisfies(dead -> {
            assertThat(dead.id()).isEqualTo(receipt.id());
            assertThat(dead.attempt()).isEqualTo(3);
            assertThat(dead.accepted()).isEqualTo(receipt.accepted());
            assertThat(dead.target()).isEqualTo("jobs.send");
            assertThat(dead.failure()).isEqualTo("java.io.IOException: no luck");
            assertThat(dead.due()).isNull();
            assertThat(dead.instance()).isNull();
        });
        assertThat(script.attempts("a")).containsExactly(1, 2, 3);
        soon().untilAsserted(() -> assertThat(script.told()).singleElement().satisfies(told -> {
            assertThat(told.failure()).isExactlyInstanceOf(IOException.class);
            assertThat(told.method()).isEqualTo("send");
            assertThat(told.args()).containsExactly("a");
        }));
        script.on("a", () -> {});
        assertThat(calls().retry(receipt.id())).isTrue();
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 2, 3, 1);
        assertThat(script.told()).hasSize(1);
        assertThat(calls().retry(receipt.id())).isFalse();
    }

    @Test
    void nextAttemptBeginsNoEarlierThanTheBackoffAndThatGrows() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        start("threadlets.queues.jobs.backoff=100ms", "threadlets.queues.jobs.backoff-multiplier=3")
                .run("a");
        awaitOne(StoredCall.State.DEAD);
        final List<Script.Run> runs = script.runs("a");
        assertThat(Duration.between(runs.get(0).at(), runs.get(1).at())).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(Duration.between(runs.get(1).at(), runs.get(2).at())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void retryingCallIsDueAtOnceWhenAskedTo() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        final Jobs jobs = start("threadlets.queues.jobs.backoff=1h", "threadlets.queues.jobs.backoff-max=1h");
        final ThreadletReceipt receipt = jobs.send("a");
        final StoredCall retrying = awaitOne(StoredCall.State.RETRYING).get(0);
        assertThat(retrying.attempt()).isEqualTo(2);
        assertThat(retrying.due()).isAfter(receipt.accepted().plus(Duration.ofMinutes(59)));
        script.on("a", () -> {});
        assertThat(calls().retry(receipt.id())).isTrue();
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 2);
    }

    @Test
    void failureThatIsNotToBeTriedAgainEndsTheCall() throws Exception {
        script.on("a", () -> {
            throw new NumberFormatException("no");
        });
        start().strict("a");
        awaitOne(StoredCall.State.DEAD);
        assertThat(script.attempts("a")).containsExactly(1);
        soon().untilAsserted(() -> assertThat(script.told()).hasSize(1));
    }

    @Test
    void exceptionThatTheMethodDoesNotDeclareIsTheFailure() throws Exception {
        script.on("a", () -> {
            throw new IOException("no luck");
        });
        start().undeclared("a");
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).failure()).isEqualTo("java.io.IOException: no luck");
        assertThat(script.attempts("a")).containsExactly(1);
        soon().untilAsserted(() -> assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.failure()).isExactlyInstanceOf(IOException.class)));
    }

    private static final class SilentException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void failureWhoseMessageCannotBeReadEndsTheCallLikeAnyOther() throws Exception {
        script.on("a", () -> {
            throw new SilentException();
        });
        start().strict("a");
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).failure()).isEqualTo(SilentException.class.getName());
    }

    /** A store in a file would be closed by that for everybody. */
    @Test
    void threadThatABodyOrItsFallbackLeavesInterruptedWritesDownTheEnd() throws Exception {
        final Jobs jobs = start("threadlets.queues.jobs.max-threads=1", "threadlets.queues.jobs.retries=0");
        script.on("a", () -> Thread.currentThread().interrupt());
        jobs.run("a");
        awaitNone();
        script.on("b", () -> {
            throw new IllegalStateException("no");
        });
        script.on("b instead of no", () -> Thread.currentThread().interrupt());
        jobs.careful("b");
        awaitNone();
        jobs.run("c");
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(script.runs("b instead of no")).hasSize(1);
        assertThat(script.runs("c")).hasSize(1);
    }

    /** Not every database keeps every character. */
    @Test
    void failureThatSaysWhatIsNoTextIsWrittenDown() throws Exception {
        script.on("a", () -> {
            throw new IllegalArgumentException("no\0luck");
        });
        start().strict("a");
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).failure())
                .isEqualTo("java.lang.IllegalArgumentException: no luck");
    }

    @Test
    void fallbackIsCalledAfterTheLastAttemptAndEndsTheCall() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        start().careful("a");
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 2, 3);
        assertThat(script.runs("a instead of no")).hasSize(1);
        assertThat(script.told()).isEmpty();
    }

    @Test
    void failureOfTheFallbackIsTheFailure() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        script.on("a instead of no", () -> {
            throw new IOException("never");
        });
        start().careful("a");
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).failure()).isEqualTo("java.io.IOException: never");
        soon().untilAsserted(() -> assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.failure()).hasMessage("never")));
    }

    @Test
    void attemptThatTakesTooLongIsInterruptedAndHasFailed() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start("threadlets.queues.jobs.retries=0").quick("a");
        gate.awaitInterrupted();
        awaitOne(StoredCall.State.DEAD);
        soon().untilAsserted(() -> assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.failure()).isExactlyInstanceOf(ThreadletTimeoutException.class)));
    }

    @Test
    void argumentsThatCannotBeReadBackEndTheCall() throws Exception {
        paused(start(OlderApplication.class)).getBean(Jobs.Older.class).changed("no number");
        assertThat(calls().list(StoredCall.State.DEAD, 1)).isEmpty();
        last().close();
        start(NewerApplication.class);
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).attempt()).isOne();
        soon().untilAsserted(() -> assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.args()).isEmpty()));
    }
}
