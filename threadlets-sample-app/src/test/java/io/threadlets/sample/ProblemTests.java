package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SampleTest
class ProblemTests {

    @TempDir
    private static Path temp;

    private final Client client;

    ProblemTests(@LocalServerPort int port) {
        this.client = new Client(port);
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) throws Exception {
        Trees.file(temp, "outside/secret", "");
        Trees.file(temp, "root/file", "");
        Files.createSymbolicLink(temp.resolve("root/escape"), temp.resolve("outside"));
        registry.add("sample.root", temp.resolve("root")::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"path\": null}", "{\"path\": \"\"}", "{\"path\": \" \"}", "{\"pth\": \"x\"}"})
    void missingPath(String body) throws Exception {
        assertProblem(client.post(body), 400, "\"path\" is missing: give a folder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "path", "[]", "{\"path\": [\"a\"]}", "{\"path\": {}}", "null", "{\"path\": \"a\", }"})
    void bodyThatIsNoSuchObject(String body) throws Exception {
        assertProblem(client.post(body), 400, "The body must be a JSON object such as {\"path\": \"Downloads\"}.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/", "/etc", "../outside", "escape", "escape/..", "/proc/self/root", "../nothing"})
    void pathOutsideTheRoot(String path) throws Exception {
        assertProblem(client.postPath(path), 400, "'" + path + "' is outside ");
    }

    @Test
    void pathThatCannotBeScanned() throws Exception {
        assertProblem(client.postPath("nothing"), 400, "'nothing' does not exist.");
        assertProblem(client.postPath("file"), 400, "'file' is not a folder.");
        assertProblem(client.postPath("file/.."), 400, "'file/..' cannot be opened: Not a directory.");
        assertProblem(client.postPath("a\0b"), 400, "NUL");
        assertProblem(client.postPath("x".repeat(10_000)), 400, "File name too long");
    }

    @Test
    void formInsteadOfJson() throws Exception {
        assertProblem(
                client.post("application/x-www-form-urlencoded", "path=file"),
                415,
                "application/x-www-form-urlencoded");
        assertProblem(client.post("text/plain", "{\"path\": \".\"}"), 415, "text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "12345", "99999999999999999999", "abc", "%20"})
    void unknownScan(String id) throws Exception {
        assertProblem(client.get("/scans/" + id), 404, "There is no scan ");
        assertProblem(client.get("/scans/" + id + "/digests"), 404, "There is no scan ");
        assertProblem(client.delete(id), 404, "There is no scan ");
    }

    @Test
    void unknownAddress() throws Exception {
        assertProblem(client.get("/nothing"), 404, "nothing");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Client.json(answer);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).contains(detail);
    }
}
