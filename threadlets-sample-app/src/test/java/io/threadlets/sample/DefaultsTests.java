package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The application as it comes. */
@SampleTest
class DefaultsTests {

    private final Client client;

    DefaultsTests(@LocalServerPort int port) {
        this.client = new Client(port);
    }

    @Test
    void scansGoBelowTheHomeFolderAlone() throws Exception {
        String home = Path.of(System.getProperty("user.home")).toRealPath().toString();

        assertThat(Client.json(client.get("/folders")).get("root").asString()).isEqualTo(home);
        assertThat(client.postPath("/").body()).contains("'/' is outside " + home);
    }

    @Test
    void pageStandsAtTheTop() throws Exception {
        HttpResponse<String> page = client.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.body()).contains("<title>Duplicate files</title>").doesNotContain("<script>", "style=");
    }
}
