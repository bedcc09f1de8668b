package io.threadlets.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Prometheus gets from a running application, and what its own tool says of it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=prometheus",
            "threadlets.queues.disk.max-threads=2",
            "threadlets.queues.disk.capacity=7",
            "threadlets.queues.disk.on-full=block",
            "threadlets.queues.mail.capacity=-1",
            "threadlets.metrics.executor-names=true",
            "threadlets.metrics.work-tag=true",
            "management.metrics.distribution.percentiles-histogram.threadlets.wait=true"
        })
@AutoConfigureMetrics
class ScrapeTests {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApplicationContext context;
    private final int port;

    @Autowired
    ScrapeTests(ApplicationContext context, @LocalServerPort int port) {
        this.context = context;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Disk disks() {
            return new Disk();
        }
    }

    static class Disk {
        @Threadlet("disk")
        String read(boolean fails) {
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            return "read";
        }
    }

    /** The samples of one queue, by name and labels. */
    private static Map<String, Double> samples(String scrape) {
        final Map<String, Double> samples = new TreeMap<>();
        scrape.lines()
                .filter(line -> line.contains("queue=\"disk\"") || line.contains("name=\"disk\""))
                .filter(line -> !line.contains("_bucket"))
                .forEach(line -> samples.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1).replace("+Inf", "Infinity"))));
        return samples;
    }

    private String scrape() throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void scrapeHasTheNamesAndValuesThatTheDocumentationGives() throws Exception {
        final Disk disks = context.getBean(Disk.class);
        assertThat(disks.read(false)).isEqualTo("read");
        assertThatThrownBy(() -> disks.read(true)).isInstanceOf(IllegalStateException.class);
        context.getBean("disk", ThreadletQueue.class).submit(() -> "direct").get(20, TimeUnit.SECONDS);
        Contexts.awaitRest(context);
        final String scrape = scrape();
        assertThat(samples(scrape))
                .containsEntry("threadlets_submitted_works_total{queue=\"disk\"}", 3.0)
                .containsEntry("threadlets_completed_works_total{outcome=\"success\",queue=\"disk\"}", 2.0)
                .containsEntry("threadlets_completed_works_total{outcome=\"failure\",queue=\"disk\"}", 1.0)
                .containsEntry("threadlets_completed_works_total{outcome=\"cancelled\",queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_completed_works_total{outcome=\"expired\",queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_rejected_works_total{queue=\"disk\",reason=\"full\"}", 0.0)
                .containsEntry("threadlets_rejected_works_total{queue=\"disk\",reason=\"closed\"}", 0.0)
                .containsEntry("threadlets_rejected_works_total{queue=\"disk\",reason=\"no-thread\"}", 0.0)
                .containsEntry("threadlets_max_threads{queue=\"disk\"}", 2.0)
                .containsEntry("threadlets_min_threads{queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_capacity_works{queue=\"disk\"}", 7.0)
                .containsEntry("threadlets_paused{queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_queued_works{queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_queued_oldest_seconds{queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_running_longest_seconds{queue=\"disk\"}", 0.0)
                .containsEntry("threadlets_wait_seconds_count{queue=\"disk\"}", 3.0)
                .containsEntry("threadlets_work_seconds_count{error=\"none\",queue=\"disk\",work=\"Disk.read\"}", 1.0)
                .containsEntry("threadlets_work_seconds_count{error=\"none\",queue=\"disk\",work=\"other\"}", 1.0)
                .containsEntry("threadlets_submit_blocked_seconds_count{queue=\"disk\"}", 0.0)
                .containsEntry("executor_pool_max_threads{name=\"disk\"}", 2.0)
                .containsEntry("executor_completed_tasks_total{name=\"disk\"}", 3.0)
                .containsKeys(
                        "threadlets_cur_threads{queue=\"disk\"}",
                        "threadlets_idle_threads{queue=\"disk\"}",
                        "threadlets_running_works{queue=\"disk\"}",
                        "threadlets_running_peak_works{queue=\"disk\"}",
                        "threadlets_queued_peak_works{queue=\"disk\"}");
        assertThat(scrape)
                .contains("threadlets_capacity_works{queue=\"mail\"} +Inf")
                .contains("threadlets_wait_seconds_bucket{queue=\"disk\",le=");
    }

    @Test
    void prometheusOwnToolHasNothingToSay(@TempDir Path folder) throws Exception {
        final boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
        assumeTrue(isThere, "this system has no promtool");
        assertThatThrownBy(() -> context.getBean(Disk.class).read(true)).isInstanceOf(IllegalStateException.class);
        final String ours = String.join(
                "\n",
                scrape().lines()
                        .filter(line -> line.matches("(# \\w+ )?(threadlets|executor)_.*"))
                        .toList());
        final Path file = Files.writeString(folder.resolve("scrape"), ours + "\n");
        final Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(process.exitValue()).isZero();
    }
}
