package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of the sample: a real Prometheus scrapes it, with the starter's rules and dashboard. */
@SampleTest
@TestPropertySource(
        properties = {
            "threadlets.queues.disk.capacity=20",
            "threadlets.queues.disk.on-full=reject",
            "management.metrics.tags.application=finder",
            "management.metrics.distribution.percentiles-histogram.threadlets.wait=true"
        })
class PrometheusTests {

    private static final Path MONITORING = Path.of("../threadlets-spring-boot-starter/src/monitoring");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FILES = 10;

    @TempDir
    private static Path temp;

    private final Client client;
    private final int port;
    private final ThreadletQueue disk;

    PrometheusTests(@LocalServerPort int port, ThreadletQueue disk) {
        this.client = new Client(port);
        this.port = port;
        this.disk = disk;
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @Test
    void operatorSeesTheNumbersTheAlertAndTheDashboard() throws Exception {
        client.scanned(Trees.many(Files.createDirectory(temp.toRealPath().resolve("scanned")), FILES));
        CountDownLatch held = new CountDownLatch(1);
        Path folder = Files.createDirectory(temp.resolve("prometheus"));
        try (Prometheus prometheus = Prometheus.start(folder, MONITORING.resolve("threadlets-alerts.yml"), port)) {
            awaitValue(prometheus, "completed_works_total", ",outcome=\"success\"", FILES);
            awaitValue(prometheus, "rejected_works_total", ",reason=\"full\"", 0);

            for (int i = 0; i < 16 + 20; i++) {
                var unused = disk.submit(() -> {
                    held.await();
                    return null;
                });
            }
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(() -> disk.submit(() -> {}));
            }

            awaitValue(prometheus, "rejected_works_total", ",reason=\"full\"", 3);
            awaitValue(prometheus, "cur_threads", "", 16);
            awaitValue(prometheus, "idle_threads", "", 0);
            awaitValue(prometheus, "running_works", "", 16);
            awaitValue(prometheus, "queued_works", "", 20);
            awaitValue(prometheus, "capacity_works", "", 20);
            await().atMost(PATIENCE)
                    .until(() -> prometheus.query(firing("ThreadletsRejecting")).size() == 1);
            assertThat(prometheus.query(firing("ThreadletsPaused")).size()).isZero();
            for (String query : dashboardQueries()) {
                await(query)
                        .atMost(PATIENCE)
                        .until(() -> !prometheus.query(query).isEmpty());
            }

            held.countDown();
            awaitValue(prometheus, "queued_works", "", 0);
            awaitValue(prometheus, "completed_works_total", ",outcome=\"success\"", FILES + 16 + 20);
        } finally {
            held.countDown();
        }
    }

    private void awaitValue(Prometheus prometheus, String meter, String labels, double expected) {
        String expression = "threadlets_%s{application=\"finder\",instance=\"127.0.0.1:%d\",queue=\"disk\"%s}"
                .formatted(meter, port, labels);
        await(expression).atMost(PATIENCE).until(() -> prometheus.value(expression), value -> value == expected);
    }

    private static String firing(String alert) {
        return "ALERTS{alertname=\"%s\",alertstate=\"firing\",queue=\"disk\"}".formatted(alert);
    }

    /** With all applications, instances and queues chosen. */
    private static List<String> dashboardQueries() throws Exception {
        JsonNode dashboard =
                JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("threadlets-dashboard.json")));
        return dashboard
                .get("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.get("expr").asString())
                .map(query -> query.replaceAll("\"\\$\\w+\"", "\".*\"").replaceAll("\\$__(rate_interval|range)", "1m"))
                .toList();
    }
}
