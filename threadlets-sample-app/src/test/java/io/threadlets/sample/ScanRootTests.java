package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanRootTests {

    private Path folder = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void makeFolders(@TempDir Path temp) throws Exception {
        Path real = temp.toRealPath();
        folder = Files.createDirectories(real.resolve("root"));
        outside = Files.createDirectories(real.resolve("outside/inner"));
        Files.createDirectories(real.resolve("root-but-not-quite"));
        Files.createDirectories(folder.resolve("a/b"));
        Trees.file(folder, "file", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "./a//b/", "a/b/../b", "a/../a/b/."})
    void relativePathsStartAtTheRoot(String path) {
        assertThat(root().resolve(path)).isEqualTo(folder.resolve("a/b"));
    }

    @Test
    void absolutePathsBelowTheRootAreTaken() {
        assertThat(root().resolve(folder + "/a")).isEqualTo(folder.resolve("a"));
        assertThat(root().resolve(folder.toString())).isEqualTo(folder);
        assertThat(root().resolve(".")).isEqualTo(folder);
    }

    @Test
    void rootMayBeALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolveSibling("link"), folder);
        ScanRoot root = new ScanRoot(new SampleProperties(link.toString()));

        assertThat(root.resolve(link + "/a")).isEqualTo(folder.resolve("a"));
        assertThat(root.resolve("a")).isEqualTo(folder.resolve("a"));
    }

    @Test
    void linksInsideTheRootMayBeNamed() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a/b"));

        assertThat(root().resolve("link")).isEqualTo(folder.resolve("a/b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../",
                "/",
                "/etc",
                "a/../..",
                "../outside",
                "../root-but-not-quite",
                "../nothing/at/all",
                "/nothing/at/all",
                "a/b/../../../outside",
                "escape",
                "escape/inner",
                "escape/nothing",
                "escape/../root-but-not-quite"
            })
    void whatLiesOutsideIsRefusedWithoutSayingWhetherItExists(String path) throws Exception {
        Files.createSymbolicLink(folder.resolve("escape"), outside.getParent());

        refused(path)
                .withMessageContaining("'" + path + "' is outside " + folder)
                .withMessageContaining("sample.root");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t\n"})
    void missingPathIsRefused(@Nullable String path) {
        refused(path).withMessageContaining("\"path\" is missing");
    }

    @Test
    void nulIsRefused() {
        refused("a\0b").withMessageContaining("NUL");
    }

    @Test
    void missingFolderAndFileAreRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));

        refused("nothing").withMessage("'nothing' does not exist.");
        refused("a/nothing/..").withMessage("'a/nothing/..' does not exist.");
        refused("dangling").withMessage("'dangling' does not exist.");
        refused("file").withMessage("'file' is not a folder.");
        refused("file/x").withMessageContaining("'file/x' ");
        refused("x".repeat(5000)).withMessageContaining("File name too long");
        refused("\ud800").withMessageContaining("does not exist");
    }

    @Test
    void linksThatLeadRoundInACircleAreRefused() throws Exception {
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));

        refused("loop").withMessageContaining("'loop' cannot be opened");
    }

    @Test
    void rootThatIsNoFolderStopsTheApplication() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ScanRoot(
                        new SampleProperties(folder.resolve("nothing").toString())))
                .withMessageContaining("sample.root");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new ScanRoot(new SampleProperties(folder.resolve("file").toString())))
                .withMessageContaining("sample.root");
    }

    private ThrowableAssertAlternative<BadFolderException> refused(@Nullable String path) {
        return assertThatExceptionOfType(BadFolderException.class).isThrownBy(() -> root().resolve(path));
    }

    private ScanRoot root() {
        return new ScanRoot(new SampleProperties(folder.toString()));
    }
}
