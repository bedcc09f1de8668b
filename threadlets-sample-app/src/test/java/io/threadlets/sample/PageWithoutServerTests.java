package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The page stays open while the application is gone, and comes back with it. */
@Tag("browser")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PageWithoutServerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    @Test
    void pageSaysThatTheApplicationIsGoneAndGoesOnWhenItIsBack() throws Exception {
        Path folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
        try (Browser browser = Browser.open(temp.resolve("profile"))) {
            int port;
            try (ConfigurableApplicationContext application = start(0)) {
                port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
                browser.visit("http://127.0.0.1:" + port + "/");
                browser.button("folder");
                browser.awaitText("None yet.");
                assertThat(browser.violations()).isEmpty();
                browser.picture("empty");
            }

            browser.awaitText("The application does not answer. This page goes on asking. No answer for ");
            browser.awaitText("The queues do not answer.");
            assertThat(browser.violations()).isEmpty();
            browser.picture("gone");

            try (ConfigurableApplicationContext application = start(port)) {
                await().atMost(PATIENCE).until(() -> browser.alerts().isEmpty());
                browser.button("folder").click();
                await().atMost(PATIENCE)
                        .until(() ->
                                folder.toString().equals(browser.field("Folder").getDomProperty("value")));
                browser.button("Start scan").click();
                browser.awaitText("files read\n0");
                assertThat(application.isRunning()).isTrue();
            }
        }
    }

    private ConfigurableApplicationContext start(int port) {
        return new SpringApplicationBuilder(SampleApplication.class)
                .properties("spring.jmx.enabled=false")
                .run("--server.port=" + port, "--sample.root=" + temp, "--spring.datasource.url=jdbc:h2:mem:gone");
    }
}
