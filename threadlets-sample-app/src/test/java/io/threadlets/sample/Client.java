package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a person with curl does. */
final class Client {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    Client(int port) {
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    HttpResponse<String> delete(Object id) throws Exception {
        return send(request("/scans/" + id).DELETE());
    }

    /** Asks the endpoint to end a work that runs. */
    HttpResponse<String> end(String queue, long work) throws Exception {
        return send(request("/actuator/threadlets/" + queue + "/running/" + work + "?interrupt=true")
                .DELETE());
    }

    HttpResponse<String> post(String contentType, String body) throws Exception {
        return send(request("/scans").header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(String body) throws Exception {
        return post("application/json", body);
    }

    HttpResponse<String> postPath(String path) throws Exception {
        return post(JSON.writeValueAsString(Map.of("path", path)));
    }

    /** Begins a scan and returns its number. */
    long begin(Path folder) throws Exception {
        HttpResponse<String> answer = postPath(FileName.of(folder).toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer).get("id").asLong();
    }

    JsonNode scan(long id) throws Exception {
        HttpResponse<String> answer = get("/scans/" + id);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** The scan once it has ended. */
    JsonNode ended(long id) {
        return await().atMost(PATIENCE)
                .until(() -> scan(id), scan -> !scan.get("state").asString().equals("running"));
    }

    JsonNode scanned(Path folder) throws Exception {
        return ended(begin(folder));
    }

    byte[] digests(long id) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(request("/scans/" + id + "/digests").build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
        return answer.body();
    }

    /** Lines of bytes, one character each. */
    List<String> digestLines(long id) throws Exception {
        return new String(digests(id), StandardCharsets.ISO_8859_1).lines().toList();
    }

    /** What the endpoint says of a queue. */
    JsonNode queue(String name) throws Exception {
        return json(get("/actuator/threadlets")).get("queues").get(name);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
