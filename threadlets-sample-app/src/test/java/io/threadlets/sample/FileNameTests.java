package io.threadlets.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "a b", "%41", "new\nline", "back\\slash", "\u00fc", "e\u0301", "\ud83d\ude00", "+?#"})
    void bytesAndTextOfANameAreThoseItWasMadeWith(String name) throws Exception {
        Path file = Trees.file(folder, name, "");

        assertThat(FileName.of(file).bytes()).isEqualTo((folder + "/" + name).getBytes(UTF_8));
        assertThat(FileName.of(file)).hasToString(folder + "/" + name);
        assertThat(FileName.resolve(folder, name)).isEqualTo(file).exists();
        assertThat(FileName.resolve(Path.of("/"), folder + "/" + name)).isEqualTo(file);
    }

    @Test
    void bytesThatAreNoTextAreKept() throws Exception {
        Path file = Trees.fileOfBytes(folder, "a%FF%C3", "");

        assertThat(FileName.of(file).bytes()).isEqualTo((folder + "/a\u00ff\u00c3").getBytes(ISO_8859_1));
        assertThat(FileName.of(file)).hasToString(folder + "/a\ufffd\ufffd");
    }

    @Test
    void folderHasNoTrailingSlash() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));

        assertThat(FileName.of(inner)).hasToString(folder + "/inner");
        assertThat(FileName.of(Path.of("/"))).hasToString("/");
    }

    @Test
    void dotsAndSlashesMeanWhatTheyMeanInAShell() throws Exception {
        Path file = Trees.file(folder, "inner/file", "");

        assertThat(FileName.resolve(folder, "./inner//../inner/file").toRealPath())
                .isEqualTo(file.toRealPath());
        assertThat(FileName.resolve(folder, "/")).isEqualTo(Path.of("/"));
    }

    @Test
    void namesAreTheSameInThePosixLocale() throws Exception {
        Trees.file(folder, "gr\u00fc\u00df", "");
        Trees.file(folder, "plain", "");
        Trees.fileOfBytes(folder, "a%FF", "");

        String names = Shell.run(
                "LC_ALL=C exec \"$1/bin/java\" -cp \"$2:$3\" io.threadlets.sample.NamesOfAFolder \"$4\"",
                Path.of(System.getProperty("java.home")),
                classes(FileName.class),
                classes(NamesOfAFolder.class),
                folder);

        String umlauts = new String("gr\u00fc\u00df".getBytes(UTF_8), ISO_8859_1);
        assertThat(names.lines())
                .containsExactlyInAnyOrder(folder + "/" + umlauts + "+", folder + "/plain+", folder + "/a\u00ff" + "-");
    }

    private static Path classes(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
