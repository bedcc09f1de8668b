package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The system's Prometheus, which scrapes an application each second. */
final class Prometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Starts one that has the rules and scrapes the application on a port; returns when it answers. */
    static Prometheus start(Path folder, Path rules, int port) throws IOException {
        Shell.requires("prometheus");
        Path configuration =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                - job_name: finder
                  metrics_path: /actuator/prometheus
                  static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(rules.toRealPath(), port));
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            String itsPort = await().atMost(PATIENCE)
                    .until(() -> port(process, log), Optional::isPresent)
                    .orElseThrow();
            Prometheus prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + itsPort));
            await().atMost(PATIENCE).until(() -> prometheus.get("/-/ready").statusCode() == 200);
            return prometheus;
        } catch (Throwable e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The samples that an expression gives now; it must be one that Prometheus understands. */
    JsonNode query(String expression) throws Exception {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(expression + "\n" + answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).get("data").get("result");
    }

    /** The one number that an expression gives now; NaN where it gives none. */
    double value(String expression) throws Exception {
        JsonNode samples = query(expression);
        assertThat(samples.size()).as(expression + "\n" + samples).isLessThanOrEqualTo(1);
        return samples.isEmpty()
                ? Double.NaN
                : Double.parseDouble(samples.get(0).get("value").get(1).asString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static Optional<String> port(Process process, Path log) throws IOException {
        String text = Files.readString(log);
        assertThat(process.isAlive()).as(text).isTrue();
        return PORT.matcher(text).results().map(port -> port.group(1)).findFirst();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}
