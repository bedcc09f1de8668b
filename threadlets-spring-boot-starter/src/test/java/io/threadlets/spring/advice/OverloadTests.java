package io.threadlets.spring.advice;

import static io.threadlets.spring.advice.Scenes.judge;
import static io.threadlets.spring.advice.Scenes.lock;
import static io.threadlets.spring.advice.Scenes.queue;
import static io.threadlets.spring.advice.Scenes.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a queue to which more comes than it can run. */
class OverloadTests {
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String AT = "com.acme.Mail.send(Mail.java:7)";

    @Test
    void saturatedQueue() {
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .running(2, "Mail.send", AT, SHORT, null)
                        .queued(4)
                        .pace(2, 2)
                        .saturatedFor(LONG, Duration.ofSeconds(42))))
                .isEqualTo("mail is saturated: 2 of 2 threads busy, 4 waiting, oldest 42 s; at this pace it drains in"
                        + " 2 s.");
        assertThat(judge(queue("mail").queued(4).saturatedFor(SHORT, SHORT)).findings())
                .as("a burst")
                .isEmpty();
    }

    @Test
    void saturatedQueueWhoseWorksAllStandStillIsCalledSoAndTellsWhereTheyStand() {
        final String beginning = "mail is saturated: 2 of 2 threads busy, 5 waiting, oldest 42 s; ";
        assertThat(judge(queue("mail")
                                .queued(5)
                                .pace(1, 1)
                                .saturatedFor(LONG, Duration.ofSeconds(42))
                                .stuck(1, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Latch@1", -1))
                                .stuck(2, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Latch@1", -1)))
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.urgency()).isEqualTo(Urgency.STANDING))
                .extracting(Advice.Finding::sentence)
                .isEqualTo(beginning + "all 2 running works have not moved for 3 s and longer (Mail.send), at " + AT
                        + ", waiting for Latch@1.");
        assertThat(verdict(queue("mail")
                        .max(1)
                        .queued(1)
                        .saturatedFor(SHORT, SHORT)
                        .stuck(1, "Mail.send", Place.Kind.FUTURE, AT, LONG)))
                .as("what waits has come just now")
                .isEqualTo("mail is saturated: 1 of 1 threads busy, 1 waiting, oldest 1 s; Mail.send (work 1) has not"
                        + " moved for 3 s, at " + AT + ".");
        assertThat(verdict(queue("mail")
                        .queued(5)
                        .saturatedFor(LONG, Duration.ofSeconds(42))
                        .stuck(1, "Mail.send", Place.Kind.OTHER, AT, LONG)
                        .running(2, "Mail.send", AT, SHORT, null)))
                .as("one of them moves")
                .isEqualTo("mail is saturated: 2 of 2 threads busy, 5 waiting, oldest 42 s.");
    }

    @Test
    void worksThatHaveAllComeAtOnceAreAFloodOnlyWhileMoreComes() {
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .running(2, "Mail.send", AT, SHORT, null)
                        .queued(4)
                        .pace(5, 0)
                        .nothingMore()
                        .saturatedFor(LONG, Duration.ofSeconds(3))))
                .isEqualTo("mail is saturated: 2 of 2 threads busy, 4 waiting, oldest 3 s.");
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .running(2, "Mail.send", AT, SHORT, null)
                        .queued(4)
                        .pace(5, 0)
                        .saturatedFor(LONG, Duration.ofSeconds(3))))
                .startsWith("mail is flooded: 5 works a second come and 0 end, 2 of 2 threads busy, 4 of 10 waiting");
    }

    @Test
    void flood() {
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .running(2, "Mail.send", AT, SHORT, null)
                        .queued(10)
                        .pace(480, 2.5)
                        .rejected(12)
                        .saturatedFor(SHORT, LONG)))
                .isEqualTo(
                        "mail is flooded: 480 works a second come and 2.5 end, 2 of 2 threads busy, 10 of 10 waiting,"
                                + " oldest 3 s, 12 works rejected in the last minute; at this pace it drains in 4 s. Raise"
                                + " threadlets.queues.mail.max-threads, or send less.");
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .queued(10)
                        .pace(2, 3, 2)
                        .rejected(12)
                        .saturatedFor(SHORT, LONG)))
                .as("what is refused has come too")
                .startsWith("mail is flooded: 5 works a second come and 2 end,")
                .endsWith("Raise threadlets.queues.mail.max-threads, or send less.");
        assertThat(verdict(queue("mail")
                        .running(1, "Mail.send", AT, SHORT, null)
                        .queued(10)
                        .pace(2, 4)
                        .rejected(12)
                        .saturatedFor(SHORT, LONG)))
                .as("it was, and drains")
                .startsWith("mail is saturated:")
                .endsWith("12 works rejected in the last minute; at this pace it drains in 2.5 s.");
        assertThat(judge(queue("mail")
                                .stuck(1, "Mail.send", Place.Kind.NETWORK, AT, LONG)
                                .stuck(2, "Mail.send", Place.Kind.OTHER, AT, LONG, lock("Lock@1", 3))
                                .running(3, "Mail.send", AT, SHORT, null)
                                .queued(10)
                                .pace(2, 3, 0)
                                .rejected(12)
                                .saturatedFor(LONG, LONG))
                        .findings())
                .filteredOn(finding -> finding.urgency() == Urgency.REFUSING)
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).endsWith(". More threads would wait like these."));
        assertThat(verdict(queue("mail")
                        .stuck(1, "Mail.send", Place.Kind.OTHER, AT, LONG)
                        .stuck(2, "Mail.send", Place.Kind.OTHER, AT, LONG)
                        .queued(10)
                        .pace(2, 3, 0)
                        .rejected(12)
                        .saturatedFor(LONG, LONG)))
                .endsWith("12 works rejected in the last minute; all 2 running works have not moved for 3 s and longer"
                        + " (Mail.send), at " + AT + ". Raise threadlets.queues.mail.max-threads, or send less.");
        assertThat(verdict(queue("mail").rejected(1)))
                .isEqualTo("mail was flooded: 1 work rejected in the last minute; it keeps up now. Raise"
                        + " threadlets.queues.mail.max-threads, or send less.");
    }
}
