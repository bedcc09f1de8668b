package io.threadlets.spring.advice;

import static io.threadlets.spring.advice.Scenes.judge;
import static io.threadlets.spring.advice.Scenes.lock;
import static io.threadlets.spring.advice.Scenes.queue;
import static io.threadlets.spring.advice.Scenes.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.advice.Advice.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentence of each rule, for one case and for many, and what is no case. */
class RulesTests {
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String AT = "com.acme.Mail.send(Mail.java:7)";

    @Test
    void withoutTroubleTheQueuesKeepUp() {
        assertThat(verdict(queue("mail"))).isEqualTo("The queue keeps up.");
        assertThat(verdict(queue("mail"), queue("disk"), queue("global"))).isEqualTo("All 3 queues keep up.");
        assertThat(judge(queue("mail"), queue("disk")).findings()).isEmpty();
    }

    @Test
    void deadlock() {
        final Scenes two = queue("mail")
                .stuck(4, "Mail.send", Place.Kind.OTHER, "A.a(A.java:1)", LONG, lock("Object@1", 5))
                .stuck(5, "Digest.build", Place.Kind.OTHER, "B.b(B.java:2)", LONG, lock("Object@2", 4));
        assertThat(verdict(two))
                .isEqualTo("Queue 'mail': two works wait for locks that the other one holds, and never end: Mail.send"
                        + " (work 4) on mail-4, which waits for Object@1 at A.a(A.java:1); Digest.build (work 5) on"
                        + " mail-5, which waits for Object@2 at B.b(B.java:2). Restart the application, and take such"
                        + " locks in one order.");
        assertThat(verdict(queue("mail")
                        .stuck(4, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Object@1", 5))
                        .in("java.util.concurrent.locks.ReentrantLock", "lockInterruptibly")
                        .stuck(5, "Digest.build", Place.Kind.OTHER, AT, LONG, lock("Object@2", 4))))
                .endsWith(". Cancel Digest.build (work 5), and take such locks in one order.");
        final Scenes behind = queue("mail")
                .stuck(3, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Object@1", 4))
                .stuck(4, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Object@2", 6));
        final Scenes other = queue("disk")
                .stuck(6, "Disk.read", Place.Kind.OTHER, AT, LONG, lock("Object@3", 7))
                .stuck(7, "Disk.read", Place.Kind.OTHER, AT, LONG, lock("Object@1", 4));
        assertThat(judge(behind, other).findings())
                .filteredOn(finding -> finding.urgency() == Urgency.DEADLOCK)
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence())
                        .startsWith(
                                "Queue 'mail': 3 works wait in a circle for locks that the next one holds, and never"
                                        + " end: Mail.send (work 4) on mail-4")
                        .doesNotContain("work 3)"));
    }

    @Test
    void worksThatWaitForTheirOwnQueue() {
        assertThat(verdict(queue("mail")
                        .queued(8)
                        .stuck(1, "Mail.all", Place.Kind.FUTURE, AT, LONG)
                        .stuck(2, "Mail.all", Place.Kind.FUTURE, AT, LONG)
                        .own(1, 4)))
                .isEqualTo("Queue 'mail': all 2 running works wait for works of the same queue; 8 waiting works cannot"
                        + " start. Use another queue for the inner works. Most stand at " + AT + ".");
        assertThat(verdict(queue("mail")
                        .max(1)
                        .queued(1)
                        .stuck(1, "Mail.all", Place.Kind.FUTURE, AT, LONG)
                        .own(1, 1)))
                .isEqualTo(
                        "Queue 'mail': its only running work waits for works of the same queue; 1 waiting work cannot"
                                + " start. Use another queue for the inner works. It stands at " + AT + ".");
    }

    @Test
    void worksThatWaitForFuturesOfOthersAreNoStarvation() {
        assertThat(judge(queue("mail")
                                .queued(8)
                                .stuck(1, "Mail.all", Place.Kind.FUTURE, AT, LONG)
                                .stuck(2, "Mail.all", Place.Kind.FUTURE, AT, LONG))
                        .findings())
                .noneMatch(finding -> finding.urgency() == Urgency.DEADLOCK);
        assertThat(judge(queue("mail")
                                .queued(8)
                                .stuck(1, "Mail.all", Place.Kind.FUTURE, AT, LONG)
                                .running(2, "Mail.all", AT, LONG, null)
                                .own(1, 4))
                        .findings())
                .as("one goes on")
                .noneMatch(finding -> finding.urgency() == Urgency.DEADLOCK);
    }

    @Test
    void hungDatabase() {
        assertThat(verdict(queue("db").stuck(7, "Store.save", Place.Kind.DATABASE, AT, LONG)))
                .isEqualTo("Queue 'db': Store.save (work 7) has waited for the database for 3 s, at " + AT
                        + ". It does not answer. Look at it and at the network; a query or socket timeout of its driver"
                        + " limits such waits, and threadlets.queues.db.timeout those of callers.");
        assertThat(verdict(queue("db")
                        .stuck(7, "Store.save", Place.Kind.DATABASE, AT, LONG)
                        .stuck(8, "Store.find", Place.Kind.DATABASE, AT, LONG.plus(SHORT))))
                .startsWith("Queue 'db': all 2 running works have waited for the database for 3 s and longer"
                        + " (Store.find, Store.save), at " + AT + ".");
        assertThat(verdict(queue("db")
                        .stuck(7, "Store.save", Place.Kind.DATABASE, AT, LONG)
                        .stuck(8, "Store.save", Place.Kind.DATABASE, AT, LONG.multipliedBy(3))))
                .startsWith("Queue 'db': all 2 running works have waited for the database for 3 s to 9 s (Store.save)");
    }

    @Test
    void workThatUsuallyTakesAsLongIsNoHungDatabase() {
        assertThat(judge(queue("db")
                                .stuck(7, "Store.save", Place.Kind.DATABASE, AT, LONG)
                                .usually(Duration.ofSeconds(2)))
                        .findings())
                .isEmpty();
        assertThat(judge(queue("db").stuck(7, "Store.save", Place.Kind.DATABASE, AT, SHORT))
                        .findings())
                .as("a moment")
                .isEmpty();
    }

    @Test
    void noConnection() {
        assertThat(verdict(queue("db")
                        .stuck(7, "Store.save", Place.Kind.CONNECTION, AT, LONG)
                        .running(8, "Store.find", AT, SHORT, null)
                        .stuck(9, "Store.save", Place.Kind.CONNECTION, AT, LONG)))
                .isEqualTo("Queue 'db': 2 of 3 running works have waited for a database connection for 3 s and longer"
                        + " (Store.save), at " + AT + ". The connection pool has none free. Raise its size, or lower"
                        + " threadlets.queues.db.max-threads, and look for who keeps connections.");
        assertThat(verdict(queue("db").stuck(7, "Store.save", Place.Kind.CONNECTION, AT, LONG)))
                .startsWith("Queue 'db': Store.save (work 7) has waited for a database connection for 3 s, at " + AT);
    }

    @Test
    void databaseThatHangsIsMoreUrgentThanThoseWhoWaitForItsConnections() {
        assertThat(verdict(
                        queue("web").stuck(7, "Store.find", Place.Kind.CONNECTION, AT, LONG),
                        queue("db").stuck(8, "Store.save", Place.Kind.DATABASE, AT, LONG)))
                .startsWith("Queue 'db': Store.save (work 8) has waited for the database");
    }

    @Test
    void hungNetwork() {
        assertThat(verdict(queue("mail")
                        .stuck(1, "Mail.send", Place.Kind.NETWORK, AT, LONG)
                        .stuck(2, "Mail.send", Place.Kind.NETWORK, AT, LONG)))
                .isEqualTo("Queue 'mail': all 2 running works have waited for an answer over the network for 3 s and"
                        + " longer (Mail.send), at " + AT + ". Look at the other side; a read timeout of its client"
                        + " limits such waits, and threadlets.queues.mail.timeout those of callers.");
        assertThat(judge(queue("mail").stuck(1, "Mail.send", Place.Kind.NETWORK, AT, LONG))
                        .findings())
                .as("a slow answer, and threads are free")
                .isEmpty();
        assertThat(verdict(queue("mail").stuck(1, "Mail.send", Place.Kind.NETWORK, AT, Duration.ofSeconds(11))))
                .startsWith("Queue 'mail': Mail.send (work 1) has waited for an answer over the network for 11 s");
    }

    @Test
    void oneLock() {
        final Scenes held = queue("mail")
                .max(4)
                .stuck(1, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Lock@1", 3))
                .stuck(2, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Lock@1", 3))
                .running(3, "Mail.load", "com.acme.Cache.load(Cache.java:9)", LONG, null);
        assertThat(verdict(held))
                .isEqualTo("Queue 'mail': 2 of 3 running works have waited for the lock Lock@1 for 3 s and longer"
                        + " (Mail.send), at " + AT + ". It is held by Mail.load (work 3) on thread thread-3, at"
                        + " com.acme.Cache.load(Cache.java:9).");
        assertThat(verdict(queue("mail")
                        .stuck(1, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Lock@1", 77))
                        .elsewhere(77, "com.acme.Web.get(Web.java:5)")))
                .isEqualTo("Queue 'mail': Mail.send (work 1) has waited for the lock Lock@1 for 3 s, at " + AT
                        + ". It is held by thread thread-77, at com.acme.Web.get(Web.java:5).");
    }

    @Test
    void bodyThatIgnoresItsInterrupt() {
        assertThat(verdict(queue("mail").cancelled(412, "Mail.send", AT, Duration.ofSeconds(5))))
                .isEqualTo("Queue 'mail': Mail.send (work 412) was cancelled 5 s ago and still runs on mail-412, at "
                        + AT + ": its body ignores the interrupt. Its thread is not free until it ends.");
        assertThat(verdict(queue("mail")
                        .cancelled(1, "Mail.send", AT, Duration.ofSeconds(5))
                        .cancelled(2, "Mail.send", AT, Duration.ofSeconds(9))))
                .isEqualTo(
                        "Queue 'mail': all 2 running works were cancelled 5 s and longer ago and still run (Mail.send),"
                                + " at " + AT
                                + ": their bodies ignore the interrupt. Their threads are not free until they"
                                + " end.");
        assertThat(judge(queue("mail").cancelled(1, "Mail.send", AT, SHORT)).findings())
                .as("may still end")
                .isEmpty();
    }

    @Test
    void pausedQueue() {
        assertThat(verdict(queue("mail").pausedFor(Duration.ofMinutes(20)).queued(40)))
                .isEqualTo("Queue 'mail': it has been paused for 20m00s and starts nothing; 40 works wait. Resume it.");
        assertThat(verdict(queue("mail").pausedFor(LONG).queued(1).rejected(2)))
                .isEqualTo(
                        "Queue 'mail': it has been paused for 3 s and starts nothing; 1 work waits, 2 works rejected in"
                                + " the last minute. Resume it.");
        assertThat(judge(queue("mail").pausedFor(LONG)).findings())
                .singleElement()
                .extracting(Finding::urgency)
                .isEqualTo(Urgency.HINT);
    }

    @Test
    void storeThatCannotBeReached() {
        assertThat(verdict(queue("mail").stored(1, 0, Duration.ofSeconds(12))))
                .isEqualTo("Queue 'mail': its store jdbc (PostgreSQL 17.5) cannot be reached, for 12 s. Calls cannot be"
                        + " sent, and none is run, until it can. Look at the database and at the network.");
    }

    @Test
    void deadCalls() {
        assertThat(verdict(queue("mail").stored(1, 0, null)))
                .isEqualTo("Queue 'mail': 1 stored call is dead: it has failed for good, and is kept for as"
                        + " long as threadlets.queues.mail.keep-dead says. Look at mail/stored?state=dead, then"
                        + " retry or delete it.");
        assertThat(verdict(queue("mail").stored(3, 0, null)))
                .isEqualTo("Queue 'mail': 3 stored calls are dead: they have failed for good, and are kept for as"
                        + " long as threadlets.queues.mail.keep-dead says. Look at mail/stored?state=dead, then retry or delete"
                        + " them.");
        assertThat(judge(queue("mail").stored(0, 0, null)).findings()).isEmpty();
    }

    @Test
    void orphanedCalls() {
        assertThat(verdict(queue("mail").stored(0, 1, null)))
                .isEqualTo(
                        "Queue 'mail': 1 stored call is of a method that this instance does not know. It waits for an"
                                + " instance that does, as there is during a deployment. If there is none any more, look at"
                                + " mail/stored?state=orphaned: give the method its old name (@Threadlet(name = …)), or delete"
                                + " the calls.");
        assertThat(verdict(queue("mail").stored(0, 2, null)))
                .startsWith("Queue 'mail': 2 stored calls are of methods that this instance does not know. They wait"
                        + " for an instance that does,");
    }

    @Test
    void workFarBeyondItsMedian() {
        final Duration median = Duration.ofMillis(100);
        assertThat(verdict(queue("mail").running(412, "Mail.send", AT, Duration.ofSeconds(60), median)))
                .isEqualTo(
                        "Queue 'mail': Mail.send (work 412) has run 60 s, 600 times its median of 100 ms, on mail-412,"
                                + " at " + AT + ".");
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, Duration.ofSeconds(60), median)
                        .running(2, "Mail.send", AT, Duration.ofSeconds(60), median)))
                .isEqualTo("Queue 'mail': all 2 running works have run at least 20 times their median (Mail.send), at "
                        + AT + ".");
        assertThat(judge(queue("mail").running(1, "Mail.send", AT, Duration.ofSeconds(4), median))
                        .findings())
                .isEmpty();
    }

    @Test
    void waitingRoomWithoutABoundThatGrows() {
        assertThat(verdict(queue("mail").unbounded().queued(1200).grownFrom(400, Duration.ofMinutes(1))))
                .isEqualTo("Queue 'mail': 1200 works wait, 400 did 60 s ago, and nothing limits them. Set"
                        + " threadlets.queues.mail.capacity, before the memory does.");
        assertThat(judge(queue("mail").queued(1200).grownFrom(400, Duration.ofMinutes(1)))
                        .findings())
                .as("it has a bound")
                .isEmpty();
    }

    @Test
    void rejectionsWhileAnotherQueueIdles() {
        final String beginning = "Queue 'mail': 12 works rejected in the last minute, in which ";
        assertThat(judge(queue("mail").rejected(12), queue("disk").max(16).idle())
                        .about("mail"))
                .hasSize(2)
                .last()
                .isEqualTo(
                        beginning + "the queue 'disk' (16) had nothing to do. Give threadlets.queues.mail.max-threads"
                                + " some of its threads.");
        assertThat(judge(
                                queue("mail").rejected(12),
                                queue("disk").max(16).idle(),
                                queue("db").idle(),
                                queue("global").idle())
                        .about("mail"))
                .last()
                .isEqualTo(beginning + "the queues 'disk' (16), 'db' (2) had nothing to do. Give"
                        + " threadlets.queues.mail.max-threads some of their threads.");
    }

    @Test
    void maximumThatWasNeverReached() {
        assertThat(verdict(queue("disk").max(32).largest(3, 5_000, Duration.ofHours(24))))
                .isEqualTo("Queue 'disk': it may have 32 threads, and never had more than 3 in 24h00m."
                        + " threadlets.queues.disk.max-threads can be lower.");
        assertThat(judge(queue("disk").max(32).largest(3, 5_000, Duration.ofHours(23)))
                        .findings())
                .isEmpty();
    }

    @Test
    void queueThatEnded() {
        assertThat(verdict(queue("mail").ended()))
                .isEqualTo("Queue 'mail': it was shut down and accepts nothing any more, while the application goes on."
                        + " Look for who calls its shutdown or close.");
    }

    @Test
    void findingsComeByUrgencyAndTheVerdictIsTheFirst() {
        final Advice advice = judge(
                queue("disk").max(32).largest(3, 5_000, Duration.ofHours(24)),
                queue("web").rejected(3),
                queue("db").stuck(8, "Store.save", Place.Kind.DATABASE, AT, LONG),
                queue("mail").pausedFor(LONG).queued(1));
        assertThat(advice.findings()).extracting(Finding::queue).containsExactly("db", "mail", "web", "disk");
        assertThat(advice.verdict()).isEqualTo(advice.findings().get(0).sentence());
        assertThat(advice.about("disk")).hasSize(1);
        assertThat(advice.about("global")).isEqualTo(List.of());
    }
}
