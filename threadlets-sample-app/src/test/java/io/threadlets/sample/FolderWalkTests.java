package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderWalkTests {

    @TempDir
    private Path folder;

    @Test
    void findsRegularFilesAtEveryDepth() throws Exception {
        Trees.odd(folder);

        assertThat(walk().files).hasSize((int) Trees.countFiles(folder)).contains(folder.resolve("deep/er/still/copy"));
    }

    @Test
    void followsNoLinks(@TempDir Path outside) throws Exception {
        Path file = Trees.file(folder, "inner/file", "");
        Trees.file(outside, "secret", "");
        Files.createSymbolicLink(folder.resolve("to-file"), file);
        Files.createSymbolicLink(folder.resolve("to-folder"), folder.resolve("inner"));
        Files.createSymbolicLink(folder.resolve("to-secret"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("to-outside"), outside);
        Files.createSymbolicLink(folder.resolve("inner/up"), folder);
        Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));

        Found found = walk();

        assertThat(found.files).containsExactly(file);
        assertThat(found.unreadable).isEmpty();
    }

    @Test
    void leavesOutPipesSocketsAndDevices() throws Exception {
        Shell.requires("mkfifo");
        Shell.run("mkfifo \"$1/pipe\"", folder);
        Path file = Trees.file(folder, "file", "");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));

            assertThat(walk().files).containsExactly(file);
        }
    }

    @Test
    void tellsWhatItCannotOpenAndGoesOn() throws Exception {
        Path file = Trees.file(folder, "z/file", "");
        Path nothing = folder.resolve("nothing");

        assertThat(walk().files).containsExactly(file);
        assertThat(walk(nothing).unreadable).containsOnlyKeys(nothing);
    }

    @Test
    void endsWhenNobodyWantsMore() throws Exception {
        Trees.many(folder, 20);
        Found found = new Found(3);

        FolderWalk.walk(folder, found);

        assertThat(found.files).hasSize(3);
    }

    private Found walk() throws IOException {
        return walk(folder);
    }

    private static Found walk(Path folder) throws IOException {
        Found found = new Found(Integer.MAX_VALUE);
        FolderWalk.walk(folder, found);
        return found;
    }

    private static final class Found implements FolderWalk.Finder {

        private final int wanted;
        private final Set<Path> files = new TreeSet<>();
        private final Map<Path, IOException> unreadable = new LinkedHashMap<>();

        private Found(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean wanted() {
            return files.size() < wanted;
        }

        @Override
        public void file(Path file) {
            files.add(file);
        }

        @Override
        public void unreadable(Path path, IOException reason) {
            unreadable.put(path, reason);
        }
    }
}
