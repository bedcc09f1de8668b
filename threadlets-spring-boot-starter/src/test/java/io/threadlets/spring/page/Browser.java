package io.threadlets.spring.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.openqa.selenium.By;
import org.openqa.selenium.SearchContext;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.util.FileSystemUtils;

/** Chromium, one for all classes of a run, since it takes seconds to start. */
final class Browser implements BeforeAllCallback {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private ChromeDriver driver;

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "this system has no " + CHROMIUM + " with " + DRIVER);
        driver = context.getRoot()
                .getStore(Namespace.create(Browser.class))
                .computeIfAbsent("started", key -> Started.now(), Started.class)
                .driver();
        size(1280, 900);
        dark(false);
    }

    private record Started(ChromeDriver driver, Path profile) implements AutoCloseable {
        static Started now() {
            try {
                final Path profile = Files.createTempDirectory("browser");
                final LoggingPreferences logs = new LoggingPreferences();
                logs.enable(LogType.BROWSER, Level.ALL);
                final ChromeOptions options = new ChromeOptions();
                options.setBinary(CHROMIUM.toString());
                options.setCapability("goog:loggingPrefs", logs);
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
                        "--hide-scrollbars",
                        "--lang=en-GB",
                        "--user-data-dir=" + profile);
                final ChromeDriverService service = new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build();
                return new Started(new ChromeDriver(service, options), profile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            driver.quit();
            FileSystemUtils.deleteRecursively(profile);
        }
    }

    // ---- what it looks like ----

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Elements that one would have to scroll sideways for in a window of that width. */
    List<?> beyondTheEdge(int width) {
        return (List<?>) run("return [...document.querySelectorAll('body *')]"
                + ".filter(element => element.getBoundingClientRect().right > " + width + ")"
                + ".map(element => element.getBoundingClientRect().right + ' ' + element.outerHTML.slice(0, 200))");
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Into target, as a person would see it. */
    void screenshot(String name) {
        final Object image = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        try {
            final Path folder = Files.createDirectories(Path.of("target", "screenshots"));
            Files.write(folder.resolve(name + ".png"), Base64.getDecoder().decode(image.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what it shows ----

    /** Where the page of an application is. */
    static String page(int port) {
        return "http://127.0.0.1:" + port + "/actuator/threadlets";
    }

    void open(String url) {
        console();
        driver.get(url);
    }

    String title() {
        return driver.getTitle();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** What has a role and a name, as a screen reader would find it. */
    WebElement role(SearchContext in, String role, String name) {
        return roles(in, role, name).get(0);
    }

    WebElement region(String name) {
        return role(driver, "region", name);
    }

    List<WebElement> roles(SearchContext in, String role, String name) {
        return in
                .findElements(By.cssSelector(
                        switch (role) {
                            case "region" -> "section";
                            case "textbox", "searchbox", "spinbutton" -> "input";
                            case "combobox" -> "select";
                            case "list" -> "ul";
                            default -> role;
                        }))
                .stream()
                .filter(WebElement::isDisplayed)
                .filter(found -> found.getAccessibleName().equals(name))
                .filter(found -> found.getAriaRole().equals(role))
                .toList();
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    void click(String region, String button) {
        eventually(() -> hit(role(region(region), "button", button)));
    }

    /**
     * Advice and the verdict come by themselves, and move what is below them: a click may meet what stood there before.
     */
    private void hit(WebElement button) {
        driver.executeScript(
                "delete arguments[0].dataset.hit; arguments[0].addEventListener('click',"
                        + " event => { event.currentTarget.dataset.hit = 'yes'; }, { once: true, capture: true });",
                button);
        button.click();
        final Object hit;
        try {
            hit = driver.executeScript("return arguments[0].dataset.hit", button);
        } catch (StaleElementReferenceException gone) { // by what it does
            return;
        }
        assertThat(hit).as("the button was met").isEqualTo("yes");
    }

    /** The page changes by itself, so that an element may have gone by the time that it is asked. */
    void eventually(org.assertj.core.api.ThrowableAssert.ThrowingCallable check) {
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(
                        e -> e instanceof StaleElementReferenceException || e instanceof IndexOutOfBoundsException)
                .untilAsserted(check::call);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    // ---- what is wrong ----

    /** What it complained of since the last time. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Each breach of a rule of axe, with the elements. */
    void assertAccessible(String state) throws IOException {
        try (var axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), UTF_8));
        }
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        assertThat(
                        (List<?>)
                                driver.executeAsyncScript(
                                        "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(result => done("
                                                + "result.violations.map(breach => breach.id + ': ' + breach.help + ': '"
                                                + " + breach.nodes.slice(0, 5).map(node => node.html + ' ' + node.failureSummary).join(' | '))))"))
                .as("breaches of accessibility, %s", state)
                .isEmpty();
    }
}
