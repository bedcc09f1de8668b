package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResultAssert;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** What docs/http-errors.md shows is what there is. */
class HttpErrorsTests {
    private static final Document PAGE = Document.of("docs/http-errors.md");

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues("threadlets.queues.disk.capacity=0");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Disk.class, Reports.class})
    static class Application {}

    static class Disk {
        @Threadlet("disk")
        public String read() {
            return "read";
        }

        @Threadlet
        public CompletableFuture<String> readLater() {
            return CompletableFuture.completedFuture("read");
        }
    }

    @RestController
    static class Reports {
        private final Disk disk;
        private final ThreadletQueue global;

        Reports(Disk disk, @Qualifier("global") ThreadletQueue global) {
            this.disk = disk;
            this.global = global;
        }

        @GetMapping("/reports/7")
        String report() {
            return disk.read();
        }

        @GetMapping("/reports/8")
        CompletableFuture<String> cancelled() {
            global.pause();
            final CompletableFuture<String> report = disk.readLater();
            report.cancel(true);
            global.resume();
            return report;
        }
    }

    @Test
    void bodyIsTheOneShown() {
        final String shown = PAGE.blocks("json").get(0);
        runner.run(context -> report(context)
                .hasStatus(503)
                .hasHeader("Retry-After", "1")
                .bodyJson()
                .isStrictlyEqualTo(shown.replace("in 4 s", "in 1 s")));
    }

    @Test
    void adviceAnswersInPlaceOfTheStarter() throws Exception {
        assertIsShown(QueueFull.class, PAGE.blocks("java").get(0));
        runner.withUserConfiguration(QueueFull.class)
                .run(context -> report(context)
                        .hasStatus(429)
                        .hasHeader("Retry-After", "5")
                        .hasBodyTextEqualTo("Later, please."));
    }

    @Test
    void adviceAnswersWhereACallIsCancelled() throws Exception {
        assertIsShown(CallCancelled.class, PAGE.blocks("java").get(1));
        runner.withUserConfiguration(CallCancelled.class)
                .run(context -> assertThat(MockMvcTester.from(context).get().uri("/reports/8"))
                        .hasStatus(409)
                        .hasBodyTextEqualTo("Cancelled."));
    }

    private static void assertIsShown(Class<?> advice, String sample) throws Exception {
        final Path source = Path.of("src/test/java", advice.getName().replace('.', '/') + ".java");
        assertThat(Document.folded(Files.readString(source))).contains(Document.folded(sample));
    }

    private static MvcTestResultAssert report(WebApplicationContext context) {
        context.getBean("disk", ThreadletQueue.class).pause();
        return assertThat(MockMvcTester.from(context).get().uri("/reports/7"));
    }
}
