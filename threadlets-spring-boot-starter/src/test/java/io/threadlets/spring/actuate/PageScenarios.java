package io.threadlets.spring.actuate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered where the endpoint is, to a browser and to programs. */
abstract class PageScenarios {
    /** As Chromium, Firefox and Safari ask for a page. */
    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static final Pattern FILE = Pattern.compile("\"(\\?file=[^\"]+\\.([a-z]+))\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String endpoint;

    PageScenarios(int port, String path) {
        this.endpoint = "http://127.0.0.1:" + port + path;
    }

    @Test
    void browserGetsThePage() throws Exception {
        final HttpResponse<String> page = get("", BROWSER);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.body()).startsWith("<!doctype html>").endsWith("</html>\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/json, text/plain;q=0.5, */*;q=0.1"})
    void programGetsTheQueues(String accept) throws Exception {
        final HttpResponse<String> queues = get("", accept);
        assertThat(queues.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Map<String, Object>>read(queues.body(), "$.queues"))
                .containsOnlyKeys("disk", "global");
    }

    @Test
    void eachFileOfThePageIsGivenWithItsType() throws Exception {
        final List<MatchResult> files =
                FILE.matcher(get("", BROWSER).body()).results().toList();
        assertThat(files).hasSizeGreaterThan(2);
        for (MatchResult found : files) {
            final String kind = found.group(2);
            final HttpResponse<String> file = get(
                    found.group(1),
                    switch (kind) {
                        case "css" -> "text/css,*/*;q=0.1";
                        case "svg" -> "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8";
                        default -> "*/*";
                    });
            assertThat(file.statusCode()).as(found.group(1)).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Type"))
                    .as(found.group(1))
                    .hasValue(
                            switch (kind) {
                                case "js" -> "text/javascript;charset=UTF-8";
                                case "css" -> "text/css;charset=UTF-8";
                                default -> "image/svg+xml";
                            });
            assertThat(file.body()).as(found.group(1)).isEqualTo(resource(found.group(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?file=secret.js", "?file=../QueueDescriptor.class", "?file=", "?file=page/page.js"})
    void noOtherFileIsGiven(String query) throws Exception {
        for (String accept : List.of("*/*", BROWSER)) {
            assertThat(get(query, accept).statusCode()).as(query).isEqualTo(404);
        }
    }

    private static String resource(String query) throws IOException {
        try (var file = PageFiles.class.getResourceAsStream("page/" + query.replace("?file=", ""))) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }

    private HttpResponse<String> get(String query, String accept) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(endpoint + query))
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofString());
    }
}
