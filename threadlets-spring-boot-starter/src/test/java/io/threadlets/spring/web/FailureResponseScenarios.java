package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.ThreadletQueue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a client gets, on each kind of server, whose request needs a call that is rejected or times out. */
@ExtendWith(OutputCaptureExtension.class)
abstract class FailureResponseScenarios {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    FailureResponseScenarios(ThreadletQueue full, int port) {
        this.port = port;
        full.pause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono", "wrapped", "functional", "functional-stage"})
    void rejectionIsAnswered503WithRetryAfter(String handler, CapturedOutput output) throws Exception {
        assertIsUnavailable(get("/" + handler + "/full", "*/*"), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "stage", "mono", "wrapped", "functional", "functional-stage"})
    void timeoutIsAnswered504(String handler, CapturedOutput output) throws Exception {
        assertIsTimeout(get("/" + handler + "/slow", "*/*"), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "text/plain", "image/png"})
    void problemIsToldWhateverTheClientWanted(String accept, CapturedOutput output) throws Exception {
        assertIsUnavailable(get("/stage/full", accept), output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "slow"})
    void statusOfAWrapperStays(String queue) throws Exception {
        assertThat(get("/locked/" + queue, "*/*").statusCode()).isEqualTo(423);
        assertThat(get("/conflict/" + queue, "*/*").statusCode()).isEqualTo(409);
    }

    @Test
    void otherFailuresStayWhatTheyAre() throws Exception {
        assertThat(get("/no-such-path", "*/*").statusCode()).isEqualTo(404);
    }

    final void assertIsUnavailable(HttpResponse<String> response, CapturedOutput output) {
        assertIsProblem(response, 503, "Service Unavailable", output);
        assertThat(response.headers().allValues("Retry-After")).containsExactly("1");
    }

    final void assertIsTimeout(HttpResponse<String> response, CapturedOutput output) {
        assertIsProblem(response, 504, "Gateway Timeout", output);
        assertThat(response.headers().allValues("Retry-After")).isEmpty();
    }

    private static void assertIsProblem(
            HttpResponse<String> response, int status, String title, CapturedOutput output) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        assertThat(JsonPath.<Map<String, Object>>read(response.body(), "$"))
                .containsEntry("title", title)
                .containsEntry("status", status)
                .containsEntry("instance", response.uri().getPath())
                .containsKey("detail");
        assertThat(response.body()).doesNotContain("threadlets", "Exception", "FailingDisk", "full:", "java");
        assertThat(output).doesNotContain("\tat ");
    }

    final HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofString());
    }
}
