package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
    }

    @RestController
    static class Reports {
        private final Disk disk;

        Reports(Disk disk) {
            this.disk = disk;
        }

        @GetMapping("/reports/7")
        String report() {
            return disk.read();
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
        final String sample = PAGE.blocks("java").get(0);
        final Path source = Path.of("src/test/java/io/threadlets/spring/readme/QueueFull.java");
        assertThat(Document.folded(Files.readString(source))).contains(Document.folded(sample));
        runner.withUserConfiguration(QueueFull.class)
                .run(context -> report(context)
                        .hasStatus(429)
                        .hasHeader("Retry-After", "5")
                        .hasBodyTextEqualTo("Later, please."));
    }

    private static MvcTestResultAssert report(WebApplicationContext context) {
        context.getBean("disk", ThreadletQueue.class).pause();
        return assertThat(MockMvcTester.from(context).get().uri("/reports/7"));
    }
}
