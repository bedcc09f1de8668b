package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SampleTest
class FolderTests {

    @TempDir
    private static Path temp;

    private final Client client;
    private Path root = Path.of("");
    private Path folder = Path.of("");

    FolderTests(@LocalServerPort int port) {
        this.client = new Client(port);
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) throws Exception {
        Files.createDirectories(temp.resolve("root"));
        registry.add("sample.root", temp.resolve("root")::toString);
    }

    @BeforeEach
    void makeFolder() throws Exception {
        Files.createDirectories(temp.resolve("outside/inner"));
        root = temp.toRealPath().resolve("root");
        folder = Files.createTempDirectory(root, "listed");
    }

    @Test
    void foldersAreListedByNameTheHiddenOnesLast() throws Exception {
        for (String name : List.of("b", "A", ".hidden", "gr\u00fc\u00df % \" \n", "c")) {
            Files.createDirectory(folder.resolve(name));
        }
        Trees.file(folder, "file", "");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("escape"), temp.resolve("outside"));

        JsonNode list = list(folder.toString());

        assertThat(list.get("folders").findValuesAsString("name"))
                .containsExactly("A", "b", "c", "gr\u00fc\u00df % \" \n", ".hidden");
        assertThat(list.get("root").asString()).isEqualTo(root.toString());
        assertThat(list.get("path").asString()).isEqualTo(folder.toString());
        assertThat(list.get("parent").asString()).isEqualTo(root.toString());
        assertThat(list.get("truncated").asBoolean()).isFalse();
        for (JsonNode entry : list.get("folders")) {
            assertThat(list(entry.get("path").asString()).get("parent").asString())
                    .isEqualTo(folder.toString());
            assertThat(client.postPath(entry.get("path").asString()).statusCode())
                    .isEqualTo(202);
        }
    }

    @Test
    void listBeginsAtTheRootAndNothingIsAboveIt() throws Exception {
        JsonNode list = Client.json(client.get("/folders"));

        assertThat(list.get("path").asString()).isEqualTo(root.toString());
        assertThat(list.get("parent").isNull()).isTrue();
        assertThat(list(".")).isEqualTo(list);
    }

    @Test
    void nameThatIsNoTextIsShownAndCannotBeChosen() throws Exception {
        Trees.fileOfBytes(folder, "latin1-%FC/file", "");

        JsonNode entry = list(folder.toString()).get("folders").get(0);

        assertThat(entry.get("name").asString()).isEqualTo("latin1-\ufffd");
        assertThat(entry.get("path").isNull()).isTrue();
    }

    @Test
    void moreFoldersThanAnybodyLooksThroughAreCutOff() throws Exception {
        for (int i = 0; i < 1001; i++) {
            Files.createDirectory(folder.resolve("f" + i));
        }

        JsonNode list = list(folder.toString());

        assertThat(list.get("folders")).hasSize(1000);
        assertThat(list.get("truncated").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "/", "/etc", "../outside", "escape", "/proc/self/root", "../nothing"})
    void nothingOutsideTheRootIsListed(String path) throws Exception {
        Path escape = temp.resolve("root/escape");
        if (!Files.exists(escape)) {
            Files.createSymbolicLink(escape, temp.resolve("outside"));
        }

        HttpResponse<String> answer = client.get("/folders?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Client.json(answer).get("detail").asString()).contains("'" + path + "' is outside ");
    }

    @Test
    void folderThatIsNoneIsAProblem() throws Exception {
        Trees.file(folder, "file", "");

        assertThat(client.get("/folders?path=nothing").statusCode()).isEqualTo(400);
        assertThat(client.get("/folders?path=").statusCode()).isEqualTo(200);
        assertThat(client.get("/folders?path=" + folder.getFileName() + "/file").statusCode())
                .isEqualTo(400);
    }

    private JsonNode list(String path) throws Exception {
        HttpResponse<String> answer = client.get("/folders?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Client.json(answer);
    }
}
