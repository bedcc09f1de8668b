package io.threadlets.sample;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@SampleTest
class ScanTests {

    @TempDir
    private static Path temp;

    private final Client client;
    private Path folder = Path.of("");

    ScanTests(@LocalServerPort int port) {
        this.client = new Client(port);
    }

    @DynamicPropertySource
    static void root(DynamicPropertyRegistry registry) {
        registry.add("sample.root", temp::toString);
    }

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createTempDirectory(temp.toRealPath(), "scanned");
    }

    @Test
    void scanIsAcceptedAndThenShownInFull() throws Exception {
        Trees.odd(folder);

        HttpResponse<String> accepted = client.postPath(folder.toString());
        long id = Client.json(accepted).get("id").asLong();

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Location")).contains("/scans/" + id);
        JsonNode scan = client.ended(id);
        assertThat(scan.propertyNames())
                .containsExactly(
                        "id", "path", "state", "filesFound", "filesHashed", "bytesHashed", "unreadable", "duplicates");
        assertThat(scan.get("path").asString()).isEqualTo(folder.toString());
        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesFound").asLong()).isEqualTo(Trees.countFiles(folder));
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(Trees.countFiles(folder));
        assertThat(scan.get("bytesHashed").asLong()).isEqualTo(bytes(folder));
        assertThat(scan.get("unreadable")).isEmpty();
    }

    @Test
    void digestsEqualThoseOfSha256sum() throws Exception {
        Shell.requires("find", "sha256sum");
        Trees.odd(folder);
        long id = client.scanned(folder).get("id").asLong();

        List<String> expected = Shell.run("find \"$1\" -type f -exec sha256sum {} +", folder)
                .lines()
                .toList();

        assertThat(client.digestLines(id)).containsExactlyInAnyOrderElementsOf(expected);
        Shell.run(client.digests(id), "sha256sum --check --strict --quiet");
    }

    @Test
    void digestsEqualThoseOfTheDigestedContent() throws Exception {
        Trees.many(folder, 2500);
        long id = client.scanned(folder).get("id").asLong();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(client.digestLines(id))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> Trees.sha256(file) + "  " + file).toList());
        }
    }

    @Test
    void duplicatesAreTheGroupsOfEqualFilesTheMostWastefulFirst() throws Exception {
        Trees.odd(folder);
        Trees.file(folder, "large 1", "x".repeat(1000));
        Trees.file(folder, "large 2", "x".repeat(1000));

        JsonNode duplicates = client.scanned(folder).get("duplicates");

        assertThat(duplicates).hasSize(4);
        assertGroup(duplicates.get(0), 1000, 1000, "large 1", "large 2");
        assertGroup(duplicates.get(1), 4, 12, " leading and trailing ", "a space", "deep/er/still/copy", "plain");
        assertGroup(duplicates.get(2), 5, 5, "new\nline", "quote ' and \" double");
        assertGroup(duplicates.get(3), 0, 0, "deep/er/empty 2", "empty 1");
    }

    @Test
    void groupsThatWasteTheSameAreOrderedByTheirDigest() throws Exception {
        for (int i = 0; i < 20; i++) {
            Trees.file(folder, "a" + i, "content " + (10 + i));
            Trees.file(folder, "b" + i, "content " + (10 + i));
        }

        JsonNode duplicates = client.scanned(folder).get("duplicates");

        assertThat(duplicates).hasSize(20);
        assertThat(duplicates.findValuesAsString("sha256")).isSorted();
    }

    @Test
    void duplicatesAreTheOnesThatAShellPipelineFinds() throws Exception {
        Shell.requires("find", "sha256sum", "sort", "uniq");
        Trees.many(folder.resolve("a"), 300);
        Trees.many(folder.resolve("b"), 200);
        Trees.many(folder.resolve("c"), 100);

        JsonNode duplicates = client.scanned(folder).get("duplicates");

        String pipeline = "find \"$1\" -type f -exec sha256sum {} + | sort | uniq -w64 --all-repeated=prepend";
        Map<String, List<String>> expected = Shell.run(pipeline, folder)
                .lines()
                .filter(line -> !line.isEmpty())
                .collect(groupingBy(line -> line.substring(0, 64)));
        assertThat(duplicates).hasSize(200).hasSameSizeAs(expected.keySet());
        for (JsonNode group : duplicates) {
            String sha256 = group.get("sha256").asString();
            assertThat(Client.texts(group.get("paths")).stream().map(path -> sha256 + "  " + path))
                    .containsExactlyElementsOf(expected.get(sha256));
        }
    }

    @Test
    void hardLinksAreListedLikeCopies() throws Exception {
        Files.createLink(folder.resolve("b"), Trees.file(folder, "a", "same"));

        assertGroup(client.scanned(folder).get("duplicates").get(0), 4, 4, "a", "b");
    }

    @Test
    void emptyFolderIsDone() throws Exception {
        JsonNode scan = client.scanned(folder);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesFound").asLong()).isZero();
        assertThat(client.digests(scan.get("id").asLong())).isEmpty();
    }

    @Test
    void folderIsTakenRelativeToTheRoot() throws Exception {
        Trees.file(folder, "a/b/file", "");

        JsonNode scan = client.ended(Client.json(client.postPath(folder.getFileName() + "/a/../a"))
                .get("id")
                .asLong());

        assertThat(scan.get("path").asString()).isEqualTo(folder + "/a");
        assertThat(scan.get("filesHashed").asLong()).isEqualTo(1);
    }

    @Test
    void folderMayHaveAnOddNameItself() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("gr\u00fc\u00df % \\ \" \n"));
        Trees.file(odd, "file", "");

        assertThat(client.scanned(odd).get("filesHashed").asLong()).isEqualTo(1);
    }

    @Test
    void linksPipesAndCirclesNeitherLeadOutsideNorBlock(@TempDir Path outside) throws Exception {
        Trees.file(outside, "secret", "secret");
        Trees.file(folder, "file", "");
        Files.createSymbolicLink(folder.resolve("to-secret"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("to-outside"), outside);
        Files.createSymbolicLink(folder.resolve("to-itself"), folder);
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
        Shell.requires("mkfifo");
        Shell.run("mkfifo \"$1/pipe\"", folder);

        JsonNode scan = client.scanned(folder);

        assertThat(scan.get("state").asString()).isEqualTo("done");
        assertThat(scan.get("filesFound").asLong()).isEqualTo(1);
        assertThat(client.digestLines(scan.get("id").asLong()))
                .containsExactly(Trees.sha256(folder.resolve("file")) + "  " + folder + "/file");
    }

    @Test
    void folderThatCannotBeOpenedIsListedAndLosesNothingElse() throws Exception {
        // a path longer than the system opens, which stops root as well
        String nest =
                "cd \"$1\"; n=$(printf '%0250d' 0); for i in $(seq 20); do mkdir $n; cd -P ./$n; done; echo x > deepest";
        Shell.requires("mkdir", "rm", "seq");
        Trees.many(folder, 250);
        Shell.run(nest, folder);
        try {
            JsonNode scan = client.scanned(folder);

            assertThat(scan.get("state").asString()).isEqualTo("done");
            assertThat(scan.get("filesHashed").asLong()).isEqualTo(250);
            assertThat(scan.get("unreadable")).hasSize(1);
            JsonNode unreadable = scan.get("unreadable").get(0);
            assertThat(unreadable.propertyNames()).containsExactly("path", "reason");
            assertThat(unreadable.get("path").asString()).startsWith(folder + "/0000");
            assertThat(unreadable.get("reason").asString()).isEqualTo("File name too long");
            assertThat(scan.get("filesFound").asLong()).isEqualTo(251);
        } finally {
            Shell.run("rm -rf \"$1\"", folder);
        }
    }

    @Test
    void scansDoNotDisturbEachOther() throws Exception {
        List<Path> folders =
                Stream.of("a", "b", "c", "d", "e", "f").map(folder::resolve).toList();
        for (Path each : folders) {
            Trees.many(each, 400);
        }
        List<Long> ids = new ArrayList<>();
        for (Path each : folders) {
            ids.add(client.begin(each));
        }

        for (int i = 0; i < folders.size(); i++) {
            Path each = folders.get(i);
            assertThat(client.ended(ids.get(i)).get("filesHashed").asLong()).isEqualTo(400);
            assertThat(client.digestLines(ids.get(i)))
                    .hasSize(400)
                    .allSatisfy(line -> assertThat(line).contains("  " + each + "/"));
        }
    }

    @Test
    void latestScansAreListedTheNewestFirst() throws Exception {
        long first = client.scanned(folder).get("id").asLong();
        long second = client.scanned(folder).get("id").asLong();

        JsonNode list = Client.json(client.get("/scans"));

        assertThat(list.get(0).get("id").asLong()).isEqualTo(second);
        assertThat(list.get(1).get("id").asLong()).isEqualTo(first);
        assertThat(list.get(0).get("state").asString()).isEqualTo("done");
    }

    private void assertGroup(JsonNode group, long size, long wasted, String... names) {
        assertThat(group.propertyNames()).containsExactly("sha256", "size", "wastedBytes", "paths");
        assertThat(group.get("size").asLong()).isEqualTo(size);
        assertThat(group.get("wastedBytes").asLong()).isEqualTo(wasted);
        assertThat(Client.texts(group.get("paths")))
                .containsExactlyElementsOf(
                        Stream.of(names).map(name -> folder + "/" + name).toList());
        assertThat(group.get("sha256").asString()).isEqualTo(Trees.sha256(folder.resolve(names[0])));
    }

    private static long bytes(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }
}
