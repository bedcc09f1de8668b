package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletStoreException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The contract of stores, on one that the tests have in memory; and what can be played there only. */
@ExtendWith(OutputCaptureExtension.class)
class FakeStoreTests extends StoredCallsContract {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application);
    }

    private FakeQueueStore store() {
        return last().getBean(FakeStore.class).of("jobs");
    }

    @Test
    void storeThatIsDownFailsTheSendingAtOnceAndGoesOnWhenItIsBack() throws Exception {
        final Jobs jobs = start();
        shelf.setDown(true);
        assertThatThrownBy(() -> jobs.run("a"))
                .isInstanceOfSatisfying(
                        ThreadletStoreException.class,
                        down -> assertThat(down.queue()).isEqualTo("jobs"))
                .hasCauseInstanceOf(IllegalStateException.class);
        shelf.setDown(false);
        jobs.run("b");
        soon().untilAsserted(() -> assertThat(script.runs("b")).hasSize(1));
        assertThat(script.runs("a")).isEmpty();
    }

    @Test
    void callOfAnInstanceThatDiesIsRunElsewhereAsTheSameAttempt() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::passDeaf);
        start().run("a");
        gate.awaitReached();
        final String dead = store().die();
        script.on("a", () -> {});
        start();
        store().takeOver(dead);
        soon().untilAsserted(() -> assertThat(script.attempts("a")).containsExactly(1, 1));
        assertThat(firstStarts()).isZero();
        gate.open();
        soon().untilAsserted(() ->
                assertThat(calls().list(StoredCall.State.RUNNING, 1)).isEmpty());
        assertThat(script.told()).isEmpty();
    }

    @Test
    void callWhoseInstancesDieIsDeadInTheEnd() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::passDeaf);
        final Jobs jobs = start("threadlets.queues.jobs.max-crashes=1");
        jobs.careful("a");
        gate.awaitReached();
        final String dead = store().die();
        start("threadlets.queues.jobs.max-crashes=1");
        store().takeOver(dead);
        soon().untilAsserted(() -> assertThat(calls().list(StoredCall.State.DEAD, 1))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.attempt()).isOne();
                    assertThat(call.failure()).contains("threadlets.queues.jobs.max-crashes");
                }));
        assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.args()).containsExactly("a"));
        assertThat(script.runs("a")).hasSize(1);
        gate.open();
    }

    @Test
    void queueThatWasShutDownTakesNoCalls(CapturedOutput output) throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").shutdown();
        jobs.run("a");
        start();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(output).doesNotContain("a call that was taken from the store is given back");
    }

    @Test
    void worksThatAreNotStoredAreToldOfOnce(CapturedOutput output) throws Exception {
        start();
        final ThreadletQueue jobs = last().getBean(ThreadletQueues.class).get("jobs");
        jobs.submit(() -> "a").get();
        jobs.submit(() -> "b").get();
        assertThat(output.toString().split("is not stored, though the queue has a store", -1))
                .hasSize(2);
    }

    @Test
    void deadCallsArePurged() throws Exception {
        script.on("a", () -> {
            throw new IllegalArgumentException("no");
        });
        start().strict("a");
        soon().untilAsserted(
                        () -> assertThat(calls().list(StoredCall.State.DEAD, 1)).hasSize(1));
        assertThat(store().purge(Instant.EPOCH)).isZero();
        assertThat(store().purge(Instant.MAX)).isOne();
        assertThat(calls().list(StoredCall.State.DEAD, 1)).isEmpty();
    }
}
