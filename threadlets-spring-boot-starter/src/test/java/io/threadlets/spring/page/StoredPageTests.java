package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.Gate;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.Script;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page of an application that stores calls. */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.jobs.store=fake",
            "threadlets.queues.jobs.max-threads=2"
        })
class StoredPageTests {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final Jobs jobs;
    private final Script script;
    private final ThreadletQueues queues;
    private final FakeShelf shelf;
    private final String url;

    @Autowired
    StoredPageTests(Jobs jobs, Script script, ThreadletQueues queues, FakeShelf shelf, @LocalServerPort int port) {
        this.jobs = jobs;
        this.script = script;
        this.queues = queues;
        this.shelf = shelf;
        this.url = "http://127.0.0.1:" + port + "/actuator/threadlets";
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({StrictPolicy.class, Script.class})
    static class Application {
        @Bean
        Jobs jobs(Script script, ObjectProvider<Jobs> self) {
            return new Jobs(script, self);
        }

        @Bean
        FakeShelf fakeShelf() {
            return new FakeShelf();
        }

        @Bean
        FakeStore fakeStore(FakeShelf shelf) {
            return new FakeStore(shelf);
        }
    }

    @BeforeEach
    void open() {
        BROWSER.open(url);
    }

    @AfterEach
    void endAll() {
        shelf.setDown(false);
        queues.get("jobs").resume();
        for (StoredCall.State state : StoredCall.State.values()) {
            calls().list(state, 10).forEach(call -> calls().cancel(call.id()));
        }
        await().until(() -> calls().list(StoredCall.State.RUNNING, 1).isEmpty());
    }

    private StoredCalls calls() {
        return queues.stored("jobs");
    }

    private String dead(String what) throws Exception {
        script.on(what, () -> {
            throw new IllegalArgumentException("<b>no</b>");
        });
        jobs.strict(what);
        await().until(() -> calls().list(StoredCall.State.DEAD, 2).size() == 1);
        return calls().list(StoredCall.State.DEAD, 1).get(0).id();
    }

    private void assertSays(String text) {
        BROWSER.eventually(() -> assertThat(BROWSER.region("jobs").getText()).contains(text));
    }

    private List<WebElement> rows() {
        return BROWSER.role(BROWSER.region("jobs"), "table", "Calls").findElements(By.cssSelector("tbody:not(.ended)"));
    }

    private void press(String button) {
        BROWSER.eventually(() -> BROWSER.role(rows().get(0), "button", button).click());
    }

    private void show(String state) {
        BROWSER.click("jobs", "Stored calls");
        BROWSER.eventually(() -> BROWSER.role(BROWSER.region("jobs"), "combobox", "Show those that are")
                .findElement(By.cssSelector("option[value=" + state + "]"))
                .click());
    }

    @Test
    void queueSaysWhatItsStoreHas() throws Exception {
        assertSays("Store fake, Fake 1.0: no calls.");
        final Gate gate = new Gate();
        script.on("held", gate::pass);
        jobs.run("held");
        gate.awaitReached();
        queues.get("jobs").pause();
        jobs.run("a");
        assertSays("1 waiting, 1 running on 1 instance, the oldest for ");
        assertSays("Jobs.run: 1");
        assertThat(BROWSER.region("global").getText()).doesNotContain("Store", "Stored calls");
        gate.open();
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void deadCallIsRetried() throws Exception {
        dead("mended");
        assertSays("1 dead");
        BROWSER.click("jobs", "Stored calls");
        BROWSER.eventually(() -> assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.getText())
                        .contains("Jobs.strict", "java.lang.IllegalArgumentException: ******", "arguments: ******")));
        BROWSER.assertAccessible("stored calls");
        BROWSER.screenshot("stored-calls");
        script.on("mended", () -> {});
        press("Retry");
        assertSays("Retried Jobs.strict");
        assertSays("No call is dead.");
        await().until(() -> script.runs("mended").size() == 2);
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void waitingCallIsDeletedAfterAQuestion() throws Exception {
        queues.get("jobs").pause();
        jobs.run("a");
        show("waiting");
        press("Delete");
        final WebElement dialog = BROWSER.find("dialog");
        BROWSER.eventually(() -> assertThat(dialog.getText()).contains("Delete this call?", "Jobs.run"));
        BROWSER.role(dialog, "button", "Keep").click();
        assertThat(calls().list(StoredCall.State.WAITING, 2)).hasSize(1);
        press("Delete");
        BROWSER.eventually(() -> BROWSER.role(dialog, "button", "Delete").click());
        assertSays("Deleted Jobs.run");
        assertThat(calls().list(StoredCall.State.WAITING, 2)).isEmpty();
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void runningCallIsAskedToStop() throws Exception {
        final Gate gate = new Gate();
        script.on("stop", gate::pass);
        jobs.run("stop");
        gate.awaitReached();
        show("running");
        press("Cancel");
        gate.awaitInterrupted();
        assertSays("It is not run again.");
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void storeThatCannotBeReachedIsSaid() {
        assertSays("Store fake, Fake 1.0: no calls.");
        shelf.setDown(true);
        assertSays("Store fake, Fake 1.0: cannot be reached. Calls cannot be sent, and none is run.");
        show("dead");
        assertSays("Queue 'jobs': its store fake (Fake 1.0) cannot be reached.");
        shelf.setDown(false);
        assertSays("No call is dead.");
    }
}
