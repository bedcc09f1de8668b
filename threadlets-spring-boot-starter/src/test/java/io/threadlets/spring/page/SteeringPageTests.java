package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Gate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page where changes are allowed: each control does what it says, to the queue itself. */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.mail.min-threads=1",
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.mail.capacity=6"
        })
class SteeringPageTests {
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"></td><script>alert(1)</script>";

    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final ThreadletQueue mail;
    private final String url;
    private final List<Gate> gates = new ArrayList<>();
    private final List<Named> works = new ArrayList<>();

    @Autowired
    SteeringPageTests(ThreadletQueue mail, @LocalServerPort int port) {
        this.mail = mail;
        this.url = Browser.page(port);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StrictPolicy.class)
    static class Application {}

    /** Held by a gate of its own. */
    private static final class Named extends ThreadletWork {
        private final String name;
        private final Gate gate;

        Named(String name, Gate gate) {
            this.name = name;
            this.gate = gate;
        }

        @Override
        protected void run() throws Exception {
            gate.pass();
        }

        @Override
        protected void completed(Throwable failure) {}

        @Override
        public String describe() {
            return name;
        }
    }

    @BeforeEach
    void open() {
        BROWSER.open(url);
    }

    @AfterEach
    void endAllAndComplainOfNothing() {
        mail.resume();
        mail.resize(1, 2);
        works.forEach(mail::dequeue);
        gates.forEach(Gate::open);
        await().until(this::isIdle);
        assertThat(BROWSER.console()).isEmpty();
    }

    private boolean isIdle() {
        return mail.snapshot().cur() == mail.snapshot().idle();
    }

    private Gate submit(String name) {
        final Gate gate = new Gate();
        gates.add(gate);
        final Named work = new Named(name, gate);
        works.add(work);
        mail.submit(work);
        return gate;
    }

    private WebElement mailRegion() {
        return BROWSER.region("mail");
    }

    private List<String> rows(String table) {
        return BROWSER.roles(mailRegion(), "table", table).stream()
                .flatMap(found -> found.findElements(By.cssSelector("tbody:not(.ended)")).stream())
                .map(WebElement::getText)
                .toList();
    }

    private void press(String table, int row, String button) {
        BROWSER.eventually(() -> {
            final WebElement body = BROWSER.role(mailRegion(), "table", table)
                    .findElements(By.tagName("tbody"))
                    .get(row);
            BROWSER.role(body, "button", button).click();
        });
    }

    private void assertSays(String text) {
        BROWSER.eventually(() -> assertThat(mailRegion().getText()).contains(text));
    }

    @Test
    void queueIsPausedAndResumed() {
        BROWSER.click("mail", "Pause");
        BROWSER.eventually(() -> assertThat(mail.snapshot().paused()).isTrue());
        BROWSER.click("mail", "Resume");
        BROWSER.eventually(() -> assertThat(mail.snapshot().paused()).isFalse());
        assertSays("Resumed.");
    }

    @Test
    void maximumIsChangedUntilRestartAndTheConfiguredOneIsSaid() {
        BROWSER.click("mail", "More threads");
        BROWSER.click("mail", "More threads");
        assertSays("2 → 4, until restart");
        assertThat(mail.snapshot().maxThreads()).isEqualTo(2);
        BROWSER.click("mail", "Apply");
        BROWSER.eventually(() -> assertThat(mail.snapshot().maxThreads()).isEqualTo(4));
        assertSays("until restart; configuration says max threads 2");
    }

    @Test
    void maximumBelowTheMinimumLowersThatToo() {
        mail.resize(2, 2);
        assertSays("2 to 2");
        BROWSER.click("mail", "Fewer threads");
        assertSays("Max threads 2 → 1, min threads 2 → 1, until restart");
        BROWSER.click("mail", "Apply");
        BROWSER.eventually(() -> assertThat(mail.snapshot().maxThreads()).isEqualTo(1));
        assertThat(mail.snapshot().minThreads()).isEqualTo(1);
    }

    @Test
    void roomIsChangedUntilRestart() {
        final int configured = mail.snapshot().capacity();
        try {
            BROWSER.eventually(() -> BROWSER.role(mailRegion(), "spinbutton", "Room")
                    .sendKeys(Keys.chord(Keys.CONTROL, "a"), "20", Keys.ENTER));
            BROWSER.eventually(() -> assertThat(mail.snapshot().capacity()).isEqualTo(20));
            assertSays("Room " + configured + " → 20, until restart.");
            BROWSER.role(mailRegion(), "spinbutton", "Room")
                    .sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, Keys.ENTER);
            BROWSER.eventually(() -> assertThat(mail.snapshot().capacity()).isEqualTo(Integer.MAX_VALUE));
            assertSays("configuration says room " + configured);
        } finally {
            mail.capacity(configured);
        }
    }

    @Test
    void maximumThatTheQueueCannotHaveIsRefusedWithTheServersReason() {
        final WebElement[] max = new WebElement[1];
        BROWSER.eventually(() -> max[0] = BROWSER.role(mailRegion(), "spinbutton", "Max threads"));
        max[0].sendKeys(Keys.chord(Keys.CONTROL, "a"), "0", Keys.ENTER);
        BROWSER.eventually(() -> assertThat(
                        mailRegion().findElement(By.cssSelector("[role=alert]")).getText())
                .contains("'max' must be"));
        assertThat(mail.snapshot().maxThreads()).isEqualTo(2);
        assertThat(BROWSER.console()).singleElement().asString().contains("400");
    }

    @Test
    void runningWorkIsShownWithItsStackAndIsCancelled() throws Exception {
        final Gate gate = submit("Mail.send");
        gate.awaitReached();
        BROWSER.eventually(
                () -> assertThat(rows("Running")).singleElement().asString().contains("Mail.send", "mail-"));
        press("Running", 0, "Stack");
        BROWSER.eventually(
                () -> assertThat(mailRegion().findElement(By.tagName("pre")).getText())
                        .contains("Gate.pass(Gate.java"));
        press("Running", 0, "Copy");
        BROWSER.eventually(() -> assertThat(rows("Running").get(0)).containsAnyOf("Copied.", "Selected;"));
        press("Running", 0, "Cancel");
        gate.awaitInterrupted();
        assertSays("Asked Mail.send");
        BROWSER.eventually(() -> assertThat(rows("Running")).isEmpty());
    }

    @Test
    void waitingWorkIsRemovedAndKeepsItsNeighbours() throws Exception {
        submit("first").awaitReached();
        submit("second").awaitReached();
        submit("third");
        submit("fourth");
        BROWSER.eventually(() -> assertThat(rows("Waiting")).hasSize(2));
        assertThat(rows("Waiting").get(0)).startsWith("1").contains("third");
        press("Waiting", 0, "Remove");
        BROWSER.eventually(() -> assertThat(mail.queued(10))
                .singleElement()
                .satisfies(left -> assertThat(left.description()).isEqualTo("fourth")));
        BROWSER.eventually(
                () -> assertThat(rows("Waiting")).singleElement().asString().contains("fourth"));
    }

    @Test
    void queueIsClearedOnlyAfterItsNameWasTyped() throws Exception {
        submit("first").awaitReached();
        submit("second").awaitReached();
        submit("third");
        submit("fourth");
        BROWSER.eventually(() -> {
            assertThat(rows("Waiting")).hasSize(2);
            assertThat(mailRegion().getText()).contains("queued\n2");
        });
        BROWSER.click("mail", "Clear");
        final WebElement dialog = BROWSER.find("dialog");
        assertThat(dialog.getText()).contains("Clear mail?", "2 works that wait are taken off");
        assertThat(BROWSER.role(dialog, "button", "Clear").isEnabled()).isFalse();
        BROWSER.assertAccessible("typed confirmation");
        BROWSER.role(dialog, "textbox", "Type mail to go on").sendKeys("mai");
        assertThat(BROWSER.role(dialog, "button", "Clear").isEnabled()).isFalse();
        BROWSER.role(dialog, "textbox", "Type mail to go on").sendKeys("l");
        BROWSER.role(dialog, "button", "Clear").click();
        BROWSER.eventually(() -> assertThat(mail.snapshot().queued()).isZero());
        assertSays("Cleared: 2 works removed.");
        assertThat(mail.snapshot().cur() - mail.snapshot().idle()).isEqualTo(2);
    }

    @Test
    void allThatMatchAreCancelledAfterAConfirmationThatSaysHowMany() throws Exception {
        final Gate send = submit("Mail.send");
        send.awaitReached();
        final Gate build = submit("Digest.build");
        build.awaitReached();
        submit("Mail.send");
        submit("Digest.build");
        submit("Mail.send");
        BROWSER.eventually(() -> assertThat(rows("Waiting")).hasSize(3));
        BROWSER.role(mailRegion(), "searchbox", "Filter by method").sendKeys("mail.s");
        BROWSER.eventually(() -> assertThat(rows("Waiting")).hasSize(2));
        assertThat(rows("Running")).hasSize(1);

        BROWSER.click("mail", "Cancel all that match");
        BROWSER.eventually(() -> assertThat(BROWSER.find("dialog").getText())
                .contains("Cancel 3 works?", "Mail.send: 1 running work, ", "2 waiting works, never run"));
        BROWSER.role(BROWSER.find("dialog"), "button", "Keep").click();
        assertThat(mail.snapshot().queued()).isEqualTo(3);

        BROWSER.click("mail", "Cancel all that match");
        BROWSER.eventually(
                () -> BROWSER.role(BROWSER.find("dialog"), "button", "Cancel 3").click());
        send.awaitInterrupted();
        assertSays("Removed 2 and asked 1 to stop.");
        BROWSER.eventually(() -> assertThat(mail.running())
                .allSatisfy(left -> assertThat(left.description()).isEqualTo("Digest.build")));
        assertThat(build.wasInterrupted()).isFalse();
        BROWSER.role(mailRegion(), "searchbox", "Filter by method").clear();
    }

    @Test
    void namesAndMessagesOfWorksAreTextWhateverTheySay() throws Exception {
        submit(HOSTILE).awaitReached();
        submit(HOSTILE).awaitReached();
        submit(HOSTILE);
        BROWSER.eventually(() -> {
            assertThat(rows("Waiting")).singleElement().asString().contains(HOSTILE);
            assertThat(rows("Running"))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row).contains(HOSTILE));
        });
        assertThat((Long) BROWSER.run("return document.querySelectorAll('main img, main script').length"))
                .isZero();
        assertThat(BROWSER.title()).endsWith(" – Threadlets");
    }

    @Test
    void whatIsSaidAboveMovesNoRowBelowThePointer() throws Exception {
        submit("Mail.send").awaitReached();
        submit("Digest.build").awaitReached();
        BROWSER.size(1280, 500);
        try {
            BROWSER.eventually(() -> assertThat(rows("Running")).hasSize(2));
            press("Running", 0, "Stack");
            final double before = hoveredAt();
            press("Running", 0, "Cancel");
            assertSays("It is listed until it does.");
            assertThat(hoveredAt()).isCloseTo(before, within(1.0));
        } finally {
            BROWSER.size(1280, 900);
        }
    }

    private static double hoveredAt() {
        return ((Number) BROWSER.run("return document.querySelector('tbody:hover').getBoundingClientRect().top"))
                .doubleValue();
    }

    @Test
    void failuresAndRejectionsAreListed() throws Exception {
        final ThreadletFuture<Object> failed = mail.submit(() -> {
            throw new java.net.SocketTimeoutException("Read timed out");
        });
        await().until(failed::isDone);
        await().until(this::isIdle);
        final Gate gate = new Gate();
        gates.add(gate);
        for (int i = 0; i < 11; i++) {
            try {
                mail.executor().execute(gate);
            } catch (java.util.concurrent.RejectedExecutionException full) {
                assertThat(i).isGreaterThanOrEqualTo(8);
            }
        }
        BROWSER.eventually(() -> assertThat(rows("Recent failures and rejections"))
                .filteredOn(row -> row.contains("rejected: full"))
                .as("alike")
                .singleElement()
                .asString()
                .contains("3 times since"));
        BROWSER.eventually(() -> assertThat(rows("Recent failures and rejections"))
                .anySatisfy(row -> assertThat(row).contains("SocketTimeoutException")));
    }

    @Test
    void threadsAreReachedByTheKeyboardAndLeadToTheirWorks() throws Exception {
        submit("Mail.send").awaitReached();
        submit("Digest.build").awaitReached();
        BROWSER.eventually(() -> {
            assertThat(rows("Running")).hasSize(2);
            assertThat(mailRegion().findElements(By.cssSelector(".threads button")))
                    .hasSize(2);
        });
        final List<WebElement> squares = mailRegion().findElements(By.cssSelector(".threads button"));
        assertThat(squares.stream().filter(square -> "0".equals(square.getDomAttribute("tabindex"))))
                .hasSize(1);
        squares.get(0).sendKeys(Keys.ARROW_RIGHT);
        final String name = squares.get(1).getAccessibleName();
        assertThat(name).startsWith("mail-");
        assertSays(name.substring(0, name.indexOf(", for")));
        BROWSER.focused().sendKeys(Keys.ENTER);
        assertThat(BROWSER.focused().getTagName()).isEqualTo("tr");
    }
}
