package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store has to do with calls that are sent. */
public abstract class StoredSendingContract extends StoreInstances {
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
}
