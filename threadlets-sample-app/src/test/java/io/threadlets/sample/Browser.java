package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** A real browser. Things are found by role and name, as a screen reader would. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Leaves the test out where the system has no browser. */
    static Browser open(Path profile) {
        Shell.requires(CHROMIUM);
        Shell.requires(DRIVER);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options)).wide();
    }

    Browser wide() {
        return sized(1280, 900);
    }

    Browser narrow() {
        return sized(360, 740);
    }

    Browser dark(boolean dark) {
        String scheme = dark ? "dark" : "light";
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return this;
    }

    private Browser sized(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    void visit(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    String url() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    String title() {
        return Objects.requireNonNull(driver.getTitle());
    }

    /** Everything that can be read on the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    void awaitText(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).contains(text));
    }

    WebElement button(String name) {
        return named("button", name);
    }

    WebElement link(String name) {
        return named("a", name);
    }

    WebElement field(String name) {
        return named("input", name);
    }

    WebElement region(String name) {
        return named("section, aside", name);
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What is said where, of all that is said in red. */
    List<String> alerts() {
        return all("[role=alert]").stream()
                .filter(WebElement::isDisplayed)
                .map(WebElement::getText)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    void fill(String name, String text) {
        WebElement field = field(name);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    /** Presses a key where the focus is. */
    void press(Keys key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** The text of what has the focus, which may be about to be replaced. */
    String focusedText() {
        return String.valueOf(driver.executeScript("return document.activeElement.textContent"));
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Whether nothing has to be moved sideways to be read. */
    boolean fits() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    /** What axe-core finds wrong. */
    List<?> violations() throws IOException {
        driver.executeScript(axe());
        Object found = driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run().then(r => done(r.violations.map(v => v.id + ': '"
                + " + v.nodes.map(n => n.html + ' ' + n.failureSummary).join('; '))), e => done([String(e)]));");
        return (List<?>) Objects.requireNonNull(found);
    }

    /** What the browser's console says, as long as it has not been asked. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString)
                .toList();
    }

    /** The whole page as a picture, for people to look at. */
    void picture(String name) throws IOException {
        WebElement page = driver.findElement(By.tagName("html"));
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", page.getSize().width, "height", page.getSize().height, "scale", 1);
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
                .get("data");
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture)));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private WebElement named(String selector, String name) {
        return await().atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(
                        () -> all(selector).stream()
                                .filter(found -> found.isDisplayed() && name.equals(found.getAccessibleName()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
