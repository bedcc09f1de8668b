package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page as it is by default: it shows, and says why it changes nothing. */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.mail.capacity=100",
            "threadlets.queues.disk.max-threads=16"
        })
class ReadOnlyPageTests {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final ThreadletQueue mail;
    private final AtomicReference<CountDownLatch> hanging;
    private final String url;
    private final Gate gate = new Gate();

    @Autowired
    ReadOnlyPageTests(ThreadletQueue mail, AtomicReference<CountDownLatch> hanging, @LocalServerPort int port) {
        this.mail = mail;
        this.hanging = hanging;
        this.url = Browser.page(port);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StrictPolicy.class)
    static class Application {}

    @BeforeEach
    void open() {
        BROWSER.open(url);
    }

    @AfterEach
    void end() {
        gate.open();
        hanging.set(null);
    }

    private void saturate() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            final var ignored = mail.submit(gate.task("mail"));
        }
        gate.awaitReached();
    }

    @Test
    void queuesAreRegionsWithTheirNumbersWhileTheyMove() throws Exception {
        BROWSER.eventually(
                () -> assertThat(BROWSER.region("mail").getText()).contains("cur\n0", "idle\n0", "queued\n0"));
        assertThat(BROWSER.region("disk").isDisplayed()).isTrue();
        assertThat(BROWSER.region("global").isDisplayed()).isTrue();
        saturate();
        BROWSER.eventually(
                () -> assertThat(BROWSER.region("mail").getText()).contains("cur\n2", "idle\n0", "queued\n3"));
        assertThat(BROWSER.find("[aria-label='2 threads of at most 2: 2 busy, 0 idle']")
                        .isDisplayed())
                .isTrue();
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void controlsAreDisabledAndThePropertyThatEnablesThemIsNamed() throws Exception {
        saturate();
        BROWSER.eventually(() -> assertThat(BROWSER.find("main").getText())
                .contains("management.endpoint.threadlets.access=unrestricted"));
        BROWSER.eventually(() -> assertThat(BROWSER.roles(BROWSER.region("mail"), "table", "Waiting"))
                .hasSize(1));
        final WebElement region = BROWSER.region("mail");
        for (String name : List.of("Pause", "Apply", "Cancel all that match")) {
            final WebElement control = BROWSER.role(region, "button", name);
            assertThat(control.isEnabled()).as(name).isFalse();
            assertThat(control.getDomAttribute("title"))
                    .as(name)
                    .contains("management.endpoint.threadlets.access=unrestricted");
        }
        assertThat(BROWSER.role(region, "spinbutton", "Max threads").isEnabled())
                .isFalse();
    }

    @Test
    void queueIsClosedAndOpenedByTheKeyboard() {
        BROWSER.eventually(() -> assertThat(BROWSER.role(BROWSER.region("mail"), "spinbutton", "Max threads")
                        .isDisplayed())
                .isTrue());
        final WebElement name = BROWSER.role(BROWSER.region("mail"), "button", "mail");
        assertThat(name.getDomAttribute("aria-expanded")).isEqualTo("true");
        name.sendKeys(Keys.ENTER);
        assertThat(name.getDomAttribute("aria-expanded")).isEqualTo("false");
        assertThat(BROWSER.roles(BROWSER.region("mail"), "spinbutton", "Max threads"))
                .isEmpty();
        name.sendKeys(Keys.SPACE);
        assertThat(BROWSER.roles(BROWSER.region("mail"), "spinbutton", "Max threads"))
                .hasSize(1);
    }

    @Test
    void pageOfAServerThatHangsSaysSoAndRecoversByItself() {
        BROWSER.eventually(
                () -> assertThat(BROWSER.region("mail").isDisplayed()).isTrue());
        final CountDownLatch until = new CountDownLatch(1);
        hanging.set(until);
        BROWSER.eventually(() -> assertThat(BROWSER.find("#stale").getText()).matches("No answer for \\d.* s\\. .*"));
        assertThat(BROWSER.title()).isEqualTo("No answer – Threadlets");
        BROWSER.screenshot("server-gone");
        hanging.set(null);
        until.countDown();
        BROWSER.eventually(
                () -> assertThat(BROWSER.find("#stale").isDisplayed()).isFalse());
        assertThat(BROWSER.title()).isNotEqualTo("No answer – Threadlets");
    }
}
