package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a browser sends for another site starts nothing and learns nothing. */
@SampleTest
class OwnRequestsTests {

    @TempDir
    private static Path temp;

    private final int port;
    private final Client client;

    OwnRequestsTests(@LocalServerPort int port) {
        this.port = port;
        this.client = new Client(port);
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rebound.example", "rebound.example:80", "127.0.0.1.rebound.example", "127.0.0.2", "localhost."})
    void foreignHostStartsNothing(String host) throws Exception {
        int before = scans();

        assertThat(raw("POST", "/scans", "Host: " + host))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json");
        assertThat(raw("GET", "/scans", "Host: " + host)).startsWith("HTTP/1.1 403");
        assertThat(raw("GET", "/actuator/threadlets", "Host: " + host)).startsWith("HTTP/1.1 403");

        assertThat(scans()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example",
                "https://other.example",
                "http://127.0.0.1:1",
                "http://localhost",
                "null",
                ""
            })
    void foreignOriginStartsNothing(String origin) throws Exception {
        int before = scans();

        assertThat(raw("POST", "/scans", own(), "Origin: " + origin))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json");
        assertThat(raw("DELETE", "/scans/1", own(), "Origin: " + origin)).startsWith("HTTP/1.1 403");

        assertThat(scans()).isEqualTo(before);
    }

    @Test
    void formOfAnotherSiteStartsNothing() throws Exception {
        int before = scans();

        assertThat(request("POST", "/scans", "path=.", own(), "Content-Type: application/x-www-form-urlencoded"))
                .startsWith("HTTP/1.1 415");
        assertThat(request("POST", "/scans", "{\"path\": \".\"}", own(), "Content-Type: text/plain"))
                .startsWith("HTTP/1.1 415");

        assertThat(scans()).isEqualTo(before);
    }

    @Test
    void ownPagesAndCommandsAreLetIn() throws Exception {
        for (String host : new String[] {"127.0.0.1:" + port, "localhost:" + port, "LOCALHOST:" + port}) {
            assertThat(raw("POST", "/scans", "Host: " + host)).startsWith("HTTP/1.1 202");
            assertThat(raw("POST", "/scans", "Host: " + host, "Origin: http://" + host))
                    .startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void answersForbidOtherSitesToFrameThem() throws Exception {
        HttpResponse<String> answer = client.get("/");

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
    }

    @Test
    void noOtherAddressOfTheMachineIsListenedOn() {
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.2", port).close());
    }

    private int scans() throws Exception {
        return Client.json(client.get("/scans")).size();
    }

    private String own() {
        return "Host: 127.0.0.1:" + port;
    }

    private String raw(String method, String path, String... headers) throws Exception {
        return request(
                method,
                path,
                "{\"path\": \".\"}",
                Stream.concat(Stream.of(headers), Stream.of("Content-Type: application/json"))
                        .toArray(String[]::new));
    }

    /** As a browser would send it: no client of Java's lets its caller choose these headers. */
    private String request(String method, String path, String body, String... headers) throws Exception {
        String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
