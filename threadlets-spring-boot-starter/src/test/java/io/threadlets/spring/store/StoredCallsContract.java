package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.StoredCalls.Outcome;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What every store has to do, seen from applications that use it: each test class of a store extends this. Several
 * contexts are several instances of an application.
 */
public abstract class StoredCallsContract extends StoredFailuresContract {
    // ---- steering ----

    @Test
    void pausedQueueStartsNothingUntilItIsResumed() throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        jobs.run("a");
        assertThat(awaitOne(StoredCall.State.WAITING).get(0).target()).isEqualTo("jobs.run");
        assertThat(script.runs("a")).isEmpty();
        last().getBean(ThreadletQueues.class).get("jobs").resume();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void noMoreCallsRunAtOnceThanThereMayBeThreads() throws Exception {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Gate gate = new Gate();
        script.on("a", () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            gate.pass();
            now.decrementAndGet();
        });
        final Jobs jobs = start("threadlets.queues.jobs.max-threads=2");
        for (int i = 0; i < 6; i++) {
            jobs.run("a");
        }
        soon().until(() -> now.get() == 2);
        assertThat(calls().list(StoredCall.State.RUNNING, 10)).hasSize(2);
        assertThat(calls().list(StoredCall.State.WAITING, 10)).hasSize(4);
        last().getBean(ThreadletQueues.class).get("jobs").resize(0, 3);
        soon().until(() -> now.get() == 3);
        gate.open();
        awaitNone();
        assertThat(most).hasValue(3);
    }

    @Test
    void waitingCallThatIsCancelledIsDeleted() throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        final ThreadletReceipt receipt = jobs.send("a");
        assertThat(calls().cancel(receipt.id()).outcome()).isEqualTo(Outcome.DELETED);
        assertThat(calls().cancel(receipt.id()).outcome()).isEqualTo(Outcome.NOT_FOUND);
        last().getBean(ThreadletQueues.class).get("jobs").resume();
        awaitNone();
        assertThat(script.runs("a")).isEmpty();
    }

    @Test
    void runningCallThatIsCancelledIsInterruptedAndNotRunAgain() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final ThreadletReceipt receipt = start().careful("a");
        gate.awaitReached();
        assertThat(calls().cancel(receipt.id()).outcome()).isEqualTo(Outcome.STOPPING);
        gate.awaitInterrupted();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
        assertThat(script.runs("a instead of null")).isEmpty();
        assertThat(script.told()).isEmpty();
    }

    // ---- several instances ----

    @Test
    void callThatRunsElsewhereIsSeenAndNotCancelledHere() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final ThreadletReceipt receipt = start().send("a");
        gate.awaitReached();
        final String instance = awaitOne(StoredCall.State.RUNNING).get(0).instance();
        start();
        assertThat(calls().cancel(receipt.id()))
                .isEqualTo(new StoredCalls.CancelResult(Outcome.RUNNING_ELSEWHERE, instance));
        assertThat(calls().snapshot().instances()).containsEntry(instance, 1L).hasSize(1);
        assertThat(calls().snapshot().running()).isOne();
        gate.open();
        awaitNone();
    }

    @Test
    void anotherInstanceRunsWhatOneHasNoThreadFor() throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        jobs.run("a");
        start();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void instanceThatStopsGivesBackWhatItDidNotFinish() throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start().run("a");
        gate.awaitReached();
        final ConfigurableApplicationContext first = last();
        start();
        script.on("a", () -> {});
        first.close();
        assertThat(gate.wasInterrupted()).isTrue();
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 1);
        assertThat(script.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callThatAStopCutsOffIsRunElsewhereAndIsNoFirstStartThere(boolean interrupt) throws Exception {
        final String interrupts = "threadlets.queues.jobs.interrupt=" + interrupt;
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        start(interrupts).run("a");
        gate.awaitReached();
        assertThat(firstStarts()).isOne();
        final ConfigurableApplicationContext first = last();
        final Jobs jobs = start(interrupts);
        script.on("a", () -> {});
        first.close();
        assertThat(gate.wasInterrupted()).isEqualTo(interrupt);
        awaitNone();
        assertThat(script.attempts("a")).containsExactly(1, 1);
        assertThat(firstStarts()).isZero();
        jobs.run("b");
        awaitNone();
        assertThat(firstStarts()).isOne();
        gate.open();
    }

    /** Its body is deaf to interrupts, or must not be interrupted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelledCallThatGoesOnAfterAStopIsNotRunAgain(boolean interrupt) throws Exception {
        final Gate gate = new Gate();
        script.on("a", gate::passDeaf);
        final ThreadletReceipt receipt =
                start("threadlets.queues.jobs.interrupt=" + interrupt).send("a");
        gate.awaitReached();
        assertThat(calls().cancel(receipt.id()).outcome()).isEqualTo(Outcome.STOPPING);
        last().close();
        start();
        awaitNone();
        gate.open();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void contextThatIsStoppedAndStartedGoesOn() throws Exception {
        final Jobs jobs = start();
        last().stop();
        jobs.run("a");
        assertThat(calls().list(StoredCall.State.WAITING, 10)).hasSize(1);
        assertThat(script.runs("a")).isEmpty();
        last().start();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void callOfAMethodThatAnInstanceDoesNotKnowIsAnOrphanThereAndRunElsewhere() throws Exception {
        final ConfigurableApplicationContext older = paused(start(OlderApplication.class));
        older.getBean(Jobs.Older.class).gone("a");
        start();
        assertThat(awaitOne(StoredCall.State.ORPHANED).get(0).target()).isEqualTo("gone");
        soon().untilAsserted(() -> {
            assertThat(calls().snapshot().orphaned()).isOne();
            assertThat(calls().snapshot().waiting()).isZero();
        });
        older.getBean(ThreadletQueues.class).get("jobs").resume();
        awaitNone();
        assertThat(script.runs("a")).hasSize(1);
    }

    @Test
    void numbersAreThoseOfTheStore() throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        jobs.run("a");
        jobs.run("b");
        jobs.once("c");
        final StoredCalls.Snapshot now = calls().snapshot();
        assertThat(now.waiting()).isEqualTo(3);
        assertThat(now.targets()).containsEntry("jobs.run", 2L).containsEntry("jobs.once", 1L);
        assertThat(now.oldestWaiting()).isNotNull().isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(now.instances()).isEmpty();
        assertThat(calls().list(StoredCall.State.WAITING, 2))
                .extracting(StoredCall::target)
                .containsExactly("jobs.run", "jobs.run");
        assertThat(calls().list(StoredCall.State.WAITING, 0)).isEmpty();
    }
}
