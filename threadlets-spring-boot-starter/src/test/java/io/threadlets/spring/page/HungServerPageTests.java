package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.mail.MailService;
import com.example.mail.SmtpClient;
import io.threadlets.ThreadletQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What people come to the page for: a mail server accepts connections and says nothing more. Makes the pictures of the
 * documentation.
 */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.mail.min-threads=2",
            "threadlets.queues.mail.max-threads=8",
            "threadlets.queues.mail.capacity=100",
            "threadlets.queues.db.max-threads=4",
            "threadlets.queues.reports.max-threads=16"
        })
class HungServerPageTests {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final ServerSocket server;
    private final MailService mails;
    private final ThreadletQueue mail;
    private final ThreadletQueue reports;
    private final String url;
    private final List<CompletableFuture<String>> calls = new ArrayList<>();

    @Autowired
    HungServerPageTests(
            ServerSocket server,
            MailService mails,
            ThreadletQueue mail,
            ThreadletQueue reports,
            @LocalServerPort int port) {
        this.server = server;
        this.mails = mails;
        this.mail = mail;
        this.reports = reports;
        this.url = Browser.page(port);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StrictPolicy.class)
    static class Application {
        @Bean
        ServerSocket server() {
            try {
                return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Bean
        MailService mails(ServerSocket server) {
            return new MailService(new SmtpClient(server.getLocalPort()));
        }
    }

    @AfterEach
    void end() throws IOException {
        calls.forEach(call -> call.cancel(true));
        server.close(); // what still reads is reset
    }

    @Test
    void causeIsSeenAndThePageIsAccessibleInLightDarkAndNarrow() throws Exception {
        BROWSER.open(url);
        BROWSER.eventually(() -> assertThat(BROWSER.region("reports").getText()).contains("Nothing runs."));
        BROWSER.screenshot("idle");
        BROWSER.assertAccessible("idle");

        for (int i = 0; i < 5; i++) {
            reports.submit(() -> "done").join();
        }
        for (int i = 0; i < 3; i++) {
            calls.add(mails.send("ann"));
        }
        BROWSER.eventually(() -> assertThat(rows("Running")).hasSize(3));
        BROWSER.screenshot("load");
        for (int i = 0; i < 30; i++) {
            calls.add(i % 4 == 3 ? mails.sendDigest() : mails.send("bob"));
        }
        BROWSER.eventually(() -> {
            assertThat(rows("Running"))
                    .hasSize(8)
                    .allSatisfy(row -> assertThat(row).contains("com.example.mail.SmtpClient.read(SmtpClient.java:"));
            assertThat(BROWSER.region("mail").getText()).contains("saturated", "cur\n8", "idle\n0", "queued\n25");
        });
        BROWSER.eventually(() -> assertThat(BROWSER.find("#verdict").getText())
                .contains("'mail'")
                .contains("for an answer over the network"));
        assertThat(BROWSER.title()).contains("for an answer over the network").endsWith(" – Threadlets");
        assertThat(BROWSER.role(BROWSER.region("mail"), "list", "Advice").getText())
                .contains("for an answer over the network");
        assertThat(BROWSER.find("#spoken").getAriaRole()).isEqualTo("status");
        assertThat(BROWSER.find("#spoken").getDomProperty("textContent")).contains("for an answer over the network");
        BROWSER.screenshot("saturated");
        BROWSER.assertAccessible("saturated, light");

        BROWSER.dark(true);
        BROWSER.assertAccessible("saturated, dark");
        BROWSER.screenshot("saturated-dark");
        BROWSER.size(360, 780);
        BROWSER.eventually(() -> {
            assertThat(BROWSER.beyondTheEdge(360)).isEmpty();
            assertThat(BROWSER.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
        });
        BROWSER.click("mail", "Stack");
        BROWSER.eventually(() -> assertThat(BROWSER.run("return [...document.querySelectorAll('table')]"
                        + ".filter(table => [...table.tHead.rows[0].cells].every(cell => cell.getBoundingClientRect().right"
                        + " < table.getBoundingClientRect().right - 1)).length"))
                .as("tables whose columns do not fill them")
                .isEqualTo(0L));
        BROWSER.click("mail", "Stack");
        BROWSER.assertAccessible("saturated, dark and narrow");
        BROWSER.screenshot("saturated-narrow");
        BROWSER.dark(false);
        BROWSER.size(1280, 900);
        BROWSER.role(BROWSER.find("nav"), "button", "mail").click();
        assertThat(BROWSER.focused().getText()).isEqualTo("mail");
        assertThat(BROWSER.console()).isEmpty();
        assertThat(mail.snapshot().queued()).isEqualTo(25);
    }

    private static List<String> rows(String table) {
        return BROWSER.roles(BROWSER.region("mail"), "table", table).stream()
                .flatMap(found -> found.findElements(By.tagName("tbody")).stream())
                .map(row -> row.getText())
                .toList();
    }
}
