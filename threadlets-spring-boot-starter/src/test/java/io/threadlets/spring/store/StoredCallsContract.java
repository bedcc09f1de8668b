package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.StoredCalls.Outcome;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.ThreadletTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What every store has to do, seen from applications that use it: each test class of a store extends this. Several
 * contexts are several instances of an application.
 */
public abstract class StoredCallsContract {
    protected final Script script = new Script();
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

    /** An application. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class Application {
        @Bean
        Jobs jobs(Script script, ObjectProvider<Jobs> self) {
            return new Jobs(script, self);
        }
    }

    /** An older version of it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class OlderApplication {
        @Bean
        Jobs.Older older(Script script) {
            return new Jobs.Older(script);
        }
    }

    /** A newer version of it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class NewerApplication {
        @Bean
        Jobs.Newer newer() {
            return new Jobs.Newer();
        }
    }

    /** Makes an application one on the store that all instances of a test share. */
    protected abstract SpringApplicationBuilder onStore(SpringApplicationBuilder application);

    /** Starts an instance, whose queue has calls tried again soon. */
    protected final ConfigurableApplicationContext start(Class<?> application, String... properties) {
        final SpringApplicationBuilder builder = onStore(new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "threadlets.queues.jobs.max-threads=4",
                        "threadlets.queues.jobs.retries=2",
                        "threadlets.queues.jobs.backoff=20ms",
                        "threadlets.shutdown-timeout=0s",
                        "spring.main.banner-mode=off")
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(Script.class, () -> script)));
        final ConfigurableApplicationContext context = builder.run(
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new));
        instances.add(context);
        return context;
    }

    protected final Jobs start(String... properties) {
        return start(Application.class, properties).getBean(Jobs.class);
    }

    protected final ConfigurableApplicationContext last() {
        return instances.get(instances.size() - 1);
    }

    protected final StoredCalls calls() {
        return last().getBean(ThreadletQueues.class).stored("jobs");
    }

    @AfterEach
    final void closeInstances() {
        instances.forEach(ConfigurableApplicationContext::close);
    }

    protected static ConditionFactory soon() {
        return await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(10));
    }

    private void awaitNone() {
        soon().untilAsserted(() -> {
            for (StoredCall.State state : StoredCall.State.values()) {
                assertThat(calls().list(state, 10)).as("%s", state).isEmpty();
            }
        });
    }

    private List<StoredCall> awaitOne(StoredCall.State state) {
        return soon().until(() -> calls().list(state, 10), list -> list.size() == 1);
    }

    // ---- sending and running ----

    @Test
    void callIsRunOnAThreadOfTheQueueUnderTheIdOfItsReceipt() throws Exception {
        final ThreadletReceipt receipt = start().send("a");
        assertThat(receipt.queue()).isEqualTo("jobs");
        assertThat(receipt.duplicate()).isFalse();
        awaitNone();
        assertThat(script.runs("a")).singleElement().satisfies(run -> {
            assertThat(run.id()).isEqualTo(receipt.id());
            assertThat(run.attempt()).isOne();
            assertThat(run.thread()).startsWith("jobs-");
            assertThat(run.at()).isAfterOrEqualTo(receipt.accepted());
        });
    }

    @Test
    void callThatABodyMakesOfItsOwnMethodIsSentAnew() throws Exception {
        start().nest("a", 2);
        soon().untilAsserted(() -> assertThat(script.runs("a")).hasSize(3));
        awaitNone();
        assertThat(script.runs("a")).extracting(Script.Run::id).doesNotHaveDuplicates();
    }

    @Test
    void argumentsThatAreTooLargeAreRefusedAndNothingIsStored() {
        final Jobs jobs = start("threadlets.queues.jobs.max-payload=40B");
        assertThatThrownBy(() -> jobs.run("a".repeat(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Jobs.run")
                .hasMessageContaining("49 bytes")
                .hasMessageContaining("threadlets.queues.jobs.max-payload");
        awaitNone();
    }

    @Test
    void sendingToAFullQueueIsRejected() throws Exception {
        final Jobs jobs = start("threadlets.queues.jobs.capacity=3");
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        for (int i = 0; i < 3; i++) {
            jobs.once("a" + i);
        }
        assertThatThrownBy(() -> jobs.once("b"))
                .isInstanceOfSatisfying(
                        ThreadletRejectedException.class,
                        full -> assertThat(full.reason()).isEqualTo(ThreadletRejectedException.Reason.FULL))
                .hasMessageContaining("3 of 3")
                .hasMessageContaining("threadlets.queues.jobs.capacity");
        assertThat(jobs.once("a1").duplicate()).isTrue();
        last().getBean(ThreadletQueues.class).get("jobs").resume();
        soon().ignoreExceptions().untilAsserted(() -> jobs.once("b"));
        awaitNone();
        assertThat(script.runs("b")).hasSize(1);
    }

    // ---- keys ----

    @Test
    void secondCallWithAKeyIsADuplicateUntilTheFirstHasEnded() throws Exception {
        final Jobs jobs = start();
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final ThreadletReceipt first = jobs.once("a");
        gate.awaitReached();
        final ThreadletReceipt second = jobs.once("a");
        assertThat(second.duplicate()).isTrue();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.accepted()).isEqualTo(first.accepted());
        assertThat(jobs.once("b").duplicate()).isFalse();
        assertThat(jobs.send("a").duplicate()).isFalse();
        gate.open();
        awaitNone();
        assertThat(jobs.once("a").duplicate()).isFalse();
        assertThat(script.runs("a")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void deadCallFreesItsKeyAndIsNotRetriedWhileAnotherHoldsIt() throws Exception {
        final Jobs jobs = start("threadlets.queues.jobs.retries=0");
        script.on("a", () -> {
            throw new IllegalStateException("no");
        });
        final ThreadletReceipt first = jobs.once("a");
        awaitOne(StoredCall.State.DEAD);
        final Gate gate = new Gate();
        script.on("a", gate::pass);
        final ThreadletReceipt second = jobs.once("a");
        assertThat(second.duplicate()).isFalse();
        gate.awaitReached();
        assertThat(calls().retry(first.id())).isFalse();
        gate.open();
        soon().until(() -> calls().retry(first.id()));
        awaitNone();
        assertThat(script.runs("a")).extracting(Script.Run::id).containsExactly(first.id(), second.id(), first.id());
    }

    @Test
    void oneOfManySendsOfAKeyIsStored() throws Exception {
        final Jobs jobs = start();
        last().getBean(ThreadletQueues.class).get("jobs").pause();
        final AtomicInteger stored = new AtomicInteger();
        final CountDownLatch ready = new CountDownLatch(8);
        final List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            final Thread sender = new Thread(() -> {
                ready.countDown();
                try {
                    assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
                    if (!jobs.once("a").duplicate()) {
                        stored.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join(20_000);
        }
        assertThat(stored).hasValue(1);
        assertThat(calls().list(StoredCall.State.WAITING, 10)).hasSize(1);
    }

    // ---- failures ----

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
        last(start(OlderApplication.class)).getBean(Jobs.Older.class).changed("no number");
        assertThat(calls().list(StoredCall.State.DEAD, 1)).isEmpty();
        last().close();
        start(NewerApplication.class);
        assertThat(awaitOne(StoredCall.State.DEAD).get(0).attempt()).isOne();
        soon().untilAsserted(() -> assertThat(script.told())
                .singleElement()
                .satisfies(told -> assertThat(told.args()).isEmpty()));
    }

    private static ConfigurableApplicationContext last(ConfigurableApplicationContext started) {
        started.getBean(ThreadletQueues.class).get("jobs").pause();
        return started;
    }

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
        final ConfigurableApplicationContext older = last(start(OlderApplication.class));
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
