package io.threadlets.spring.actuate;

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

/** Asks the endpoint of a running application, over HTTP. */
final class EndpointClient {
    static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    EndpointClient(int port) {
        this.base = "http://127.0.0.1:" + port + "/actuator/threadlets";
    }

    /** What there is below the endpoint's path, as JSON. */
    Map<String, Object> read(String path) throws Exception {
        return json(get(path, JSON), 200);
    }

    HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).header("Accept", accept));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, JSON, body);
    }

    HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create(base + path);
    }

    static Map<String, Object> json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonPath.read(answer.body(), "$");
    }
}
