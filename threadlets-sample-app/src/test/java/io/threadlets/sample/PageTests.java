package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The page at {@code /}, as a person uses it. */
@SampleTest
@Import(HeldHashing.class)
@Tag("browser")
class PageTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOSTILE = "<img src=x onerror=document.title='taken'>";

    @TempDir
    private static Path temp;

    private static @Nullable Browser opened;

    private final Browser browser;
    private final Client client;
    private final HeldHashing.Gate gate;
    private final ThreadletQueue disk;
    private final String page;
    private Path folder = Path.of("");

    PageTests(@LocalServerPort int port, HeldHashing.Gate gate, ThreadletQueue disk) {
        assertThat(opened).isNotNull();
        this.browser = opened;
        this.client = new Client(port);
        this.gate = gate;
        this.disk = disk;
        this.page = "http://127.0.0.1:" + port + "/";
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) throws Exception {
        Files.createDirectories(temp.resolve("root"));
        registry.add("sample.root", temp.resolve("root")::toString);
    }

    @BeforeAll
    static void openBrowser() {
        opened = Browser.open(temp.resolve("profile"));
    }

    @AfterAll
    static void closeBrowser() {
        if (opened != null) {
            opened.close();
        }
    }

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory(temp.toRealPath().resolve("root"), "scanned");
        browser.wide().dark(false);
        browser.console();
    }

    @AfterEach
    void nothingIsWrongInTheConsole() {
        gate.open();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void folderIsChosenStepByStepAndItsDuplicatesAreShown() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("pictures/holiday"));
        Trees.odd(inner);
        Trees.file(inner, "large 1", "x".repeat(3000));
        Trees.file(inner, "large 2", "x".repeat(3000));
        browser.visit(page);

        browser.button(folder.getFileName().toString()).click();
        awaitFolder(folder);
        browser.button("pictures").click();
        awaitFolder(folder.resolve("pictures"));
        browser.button("holiday").click();
        awaitFolder(inner);
        browser.button("pictures").click();
        awaitFolder(folder.resolve("pictures"));
        browser.button("holiday").click();
        awaitFolder(inner);
        browser.button("deep");
        browser.button("Start scan").click();

        browser.awaitText("could be freed\n3.02 kB");
        WebElement scan = browser.region(folder.getFileName() + "/pictures/holiday");
        assertThat(scan.getText())
                .contains("done", "superfluous copies\n6", "files read\n21")
                .contains("3 kB wasted\n2 files of 3 kB", "large 1\nlarge 2", "deep/er/still/copy", "new\nline")
                .contains("SHA-256 " + Trees.sha256(inner.resolve("large 1")));
        assertThat(browser.all("#groups > li")).hasSize(4);
        assertThat(browser.alerts()).isEmpty();
        browser.picture("done");
    }

    @Test
    void keyboardAloneBeginsAScan() throws Exception {
        Trees.many(folder, 3);
        browser.visit(page);
        browser.button(folder.getFileName().toString());

        browser.field("Folder")
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), folder.getFileName().toString(), Keys.ENTER);

        browser.awaitText("files read\n3");
        browser.awaitText("No two files that were read have the same content.");
        assertThat(browser.region(folder.getFileName().toString()).getText()).contains("done");
    }

    @Test
    void folderBelowIsEnteredByKeyboardAndTheFocusStaysInTheList() throws Exception {
        Files.createDirectories(folder.resolve("a/b/c"));
        browser.visit(page);

        browser.button(folder.getFileName().toString()).sendKeys(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.focusedText().equals("a"));
        browser.press(Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.focusedText().equals("b"));

        assertThat(browser.field("Folder").getDomProperty("value")).isEqualTo(folder + "/a");
    }

    @Test
    void progressAndQueuesAreSeenWhileItRunsAndItCanBeStopped() throws Exception {
        Trees.many(folder, 150);
        gate.close();
        browser.visit(page);
        browser.fill("Folder", folder.toString());
        browser.button("Start scan").click();

        browser.awaitText("0 of 150 files");
        gate.admit(50);
        await().atMost(PATIENCE).until(() -> disk.snapshot().queued() == 84);
        gate.admit(50);
        browser.awaitText("100 of 150 files");
        WebElement progress = browser.one("[role=progressbar]");
        assertThat(progress.getAccessibleName()).isEqualTo("Files read");
        assertThat(progress.getAriaRole()).isEqualTo("progressbar");
        assertThat(progress.getDomAttribute("aria-valuemin")).isEqualTo("0");
        assertThat(progress.getDomAttribute("aria-valuenow")).isEqualTo("100");
        assertThat(progress.getDomAttribute("aria-valuemax")).isEqualTo("150");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(browser.region("disk").getText()).contains("cur\n16", "idle\n0", "queued\n34"));
        assertThat(browser.all("#queues [aria-labelledby=queue-disk] .busy")).hasSize(16);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(browser.one("#verdict").getText()).contains("io.threadlets.sample.HeldHashing"));
        browser.picture("running");
        browser.dark(true).picture("running-dark");
        assertThat(browser.violations()).isEmpty();
        browser.dark(false).narrow();
        assertThat(browser.fits()).isTrue();
        assertThat(browser.violations()).isEmpty();
        browser.wide();

        browser.button("Stop").click();

        browser.awaitText("Somebody stopped this scan");
        assertThat(browser.region(folder.getFileName().toString()).getText())
                .contains("stopped", "of 150 files read\n100");
        assertThat(Client.json(client.get("/scans")).get(0).get("state").asString())
                .isEqualTo("stopped");
    }

    @Test
    void scanThatCannotBeginSaysWhyBesideTheField() throws Exception {
        browser.visit(page);
        browser.fill("Folder", "/etc");
        browser.button("Start scan").click();

        await().atMost(PATIENCE).until(() -> !browser.alerts().isEmpty());
        assertThat(browser.alerts()).singleElement().asString().startsWith("'/etc' is outside ");
        assertThat(browser.one("#begin [role=alert]").getText()).isNotEmpty();
        WebElement field = browser.focused();
        assertThat(field.getAccessibleName()).isEqualTo("Folder");
        assertThat(field.getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(browser.violations()).isEmpty();
        browser.picture("refused");
        field.sendKeys("/");
        assertThat(browser.alerts()).isEmpty();
        assertThat(browser.field("Folder").getDomAttribute("aria-invalid")).isEqualTo("false");
        // the browser notes the answer 400, as it should
        assertThat(browser.console()).singleElement().asString().contains("400");
    }

    @Test
    void folderThatVanishedSaysSoBesideTheList() throws Exception {
        browser.visit(page);
        WebElement button = browser.button(folder.getFileName().toString());
        Files.delete(folder);

        button.click();

        await().atMost(PATIENCE).until(() -> !browser.alerts().isEmpty());
        assertThat(browser.alerts()).singleElement().asString().endsWith("does not exist.");
        assertThat(browser.console()).singleElement().asString().contains("400");
    }

    @Test
    void earlierScansAreListedAndEachCanBeLookedAtAgain() throws Exception {
        Path first = Trees.many(folder.resolve("first"), 2);
        Path second = Trees.many(folder.resolve("second"), 3);
        long id = client.scanned(first).get("id").asLong();
        client.scanned(second);
        browser.visit(page);
        String base = folder.getFileName() + "/";
        browser.region(base + "second");

        browser.link(base + "first").click();

        assertThat(browser.region(base + "first").getText()).contains("done");
        browser.awaitText("files read\n2");
        assertThat(browser.url()).endsWith("#scan-" + id);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.link(base + "first").getDomAttribute("aria-current"))
                        .isEqualTo("true"));
        browser.visit(browser.url());
        browser.region(base + "first");
        browser.button("Scan again").click();
        await().atMost(PATIENCE).until(() -> browser.url().endsWith("#scan-" + (id + 2)));
        assertThat(browser.link("Digests, for sha256sum -c").getDomProperty("href"))
                .startsWith(page + "scans/")
                .endsWith("/digests");
    }

    @Test
    void scanThatThereIsNotSaysSo() {
        browser.visit(page + "#scan-4711");

        browser.awaitText("There is no scan 4711.");

        assertThat(browser.alerts()).containsExactly("There is no scan 4711.");
        assertThat(browser.console()).singleElement().asString().contains("404");
    }

    @Test
    void manyGroupsAreShownInPartsAndCanBeFiltered() throws Exception {
        for (int i = 0; i < 60; i++) {
            Trees.file(folder, "a/file " + i, "content " + (100 + i));
            Trees.file(folder, "b/file " + i, "content " + (100 + i));
        }
        for (int i = 0; i < 9; i++) {
            Trees.file(folder, "c/copy " + i, "the same content, again and again");
        }
        client.scanned(folder);
        browser.visit(page);

        browser.button("Show 25 more of 36").click();
        assertThat(browser.all("#groups > li")).hasSize(50);
        assertThat(browser.all("#groups > li").get(25)).isEqualTo(browser.focused());
        browser.button("Show 11 more of 11").click();
        assertThat(browser.all("#groups > li")).hasSize(61);
        assertThat(browser.one("#more").isDisplayed()).isFalse();
        browser.button("Show all 9 paths").click();
        assertThat(browser.all("#groups > li:first-child ul li")).hasSize(9);
        browser.picture("many");

        browser.fill("Filter", "B/FILE 7");
        browser.awaitText("1 group has a path with this text.");
        assertThat(browser.all("#groups > li")).hasSize(1);
        assertThat(browser.one("#groups").getText()).contains("a/file 7\nb/file 7");
        browser.fill("Filter", "nothing of the kind");
        browser.awaitText("0 groups have a path with this text.");
    }

    @Test
    void hostileNamesAreShownAsText() throws Exception {
        Path hostile = Files.createDirectory(folder.resolve(HOSTILE.replace("/", "")));
        Trees.file(hostile, HOSTILE, "same");
        Trees.file(hostile, "copy" + HOSTILE, "same");
        client.scanned(hostile);
        browser.visit(page);

        browser.button(folder.getFileName().toString()).click();
        browser.button(HOSTILE);
        browser.awaitText("copy" + HOSTILE);

        assertThat(browser.title()).isEqualTo("Duplicate files");
        assertThat(browser.all("main img")).isEmpty();
    }

    @Test
    void unreadableFilesAreListedWithTheReason() throws Exception {
        Trees.many(folder, 30);
        gate.close();
        long id = client.begin(folder);
        await().atMost(PATIENCE).until(() -> gate.entered().size() == 16);
        Files.delete(folder.resolve("7"));
        Files.delete(folder.resolve("29"));
        gate.open();
        client.ended(id);
        browser.visit(page);

        browser.awaitText("2 files and folders could not be read");
        browser.one("#unreadable summary").click();

        assertThat(browser.one("#unreadable").getText()).contains(folder + "/29 vanished", folder + "/7 vanished");
        assertThat(browser.violations()).isEmpty();
    }

    @Test
    void axeFindsNothingInLightDarkAndNarrow() throws Exception {
        Trees.odd(folder);
        client.scanned(folder);
        browser.visit(page);
        browser.awaitText("could be freed");
        for (boolean dark : List.of(false, true)) {
            assertThat(browser.wide().dark(dark).violations()).isEmpty();
            browser.picture(dark ? "dark" : "light");
            assertThat(browser.narrow().violations()).isEmpty();
            assertThat(browser.fits()).isTrue();
            browser.picture(dark ? "narrow-dark" : "narrow");
        }
    }

    @Test
    void queuesLinkToTheirEndpoint() {
        browser.visit(page);

        assertThat(browser.link("Look inside the queues").getDomProperty("href"))
                .isEqualTo(page + "actuator/threadlets");
        for (String queue : List.of("scans", "disk", "db", "global")) {
            assertThat(browser.region(queue).getText()).contains("cur", "idle", "queued");
        }
    }

    private void awaitFolder(Path chosen) {
        await().atMost(PATIENCE)
                .until(() -> chosen.toString().equals(browser.field("Folder").getDomProperty("value")));
    }
}
