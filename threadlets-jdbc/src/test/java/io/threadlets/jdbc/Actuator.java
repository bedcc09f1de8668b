package io.threadlets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationContext;

/** Asks the actuator of a running application, over HTTP. */
final class Actuator {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    /** What was answered. */
    record Answer(int status, String body) {}

    Actuator(ApplicationContext application) {
        this.base = "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port")
                + "/actuator";
    }

    Map<String, Object> read(String path) throws IOException, InterruptedException {
        final Answer answer = get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), "$");
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json"));
    }

    CompletableFuture<Answer> getAsync(String path) {
        return http.sendAsync(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString())
                .thenApply(answer -> new Answer(answer.statusCode(), answer.body()));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        final HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }
}
