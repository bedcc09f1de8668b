package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FileHasherTests {

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder(@TempDir Path temp) throws Exception {
        folder = Files.createDirectory(temp.toRealPath().resolve("root"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 65_535, 65_536, 65_537, 1_000_000})
    void digestIsThatOfTheContentWhateverItsSize(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);

        assertThat(hasher(folder).read(file)).isEqualTo(new FileDigest(Trees.sha256(file), size));
    }

    @Test
    void linkThatTookTheFilesPlaceIsNotFollowed(@TempDir Path outside) throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Trees.file(outside, "secret", "secret"));

        assertThatIOException()
                .isThrownBy(() -> hasher(folder).read(link))
                .withMessageContaining("is not a regular file any more");
    }

    @Test
    void linkThatTookAFoldersPlaceIsNotFollowedOutside(@TempDir Path outside) throws Exception {
        Trees.file(outside, "secret", "secret");
        Files.createSymbolicLink(folder.resolve("inner"), outside);

        assertThatIOException()
                .isThrownBy(() -> hasher(folder).read(folder.resolve("inner/secret")))
                .withMessageContaining("leads outside the root");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no interrupt ends the opening of a pipe
    void pipeThatTookTheFilesPlaceIsNotOpened() throws Exception {
        Shell.requires("mkfifo");
        Shell.run("mkfifo \"$1/pipe\"", folder);

        assertThatIOException()
                .isThrownBy(() -> hasher(folder).read(folder.resolve("pipe")))
                .withMessageContaining("is not a regular file any more");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no interrupt ends the opening of a pipe
    void pipeThatComesBetweenCheckAndOpenIsNotReadAndHoldsNobody() throws Exception {
        Shell.requires("mkfifo");
        Path file = Trees.file(folder, "file", "content");

        assertThatIOException()
                .isThrownBy(() -> hasher(() -> Shell.run("rm \"$1\" && mkfifo \"$1\"", file))
                        .read(file))
                .withMessageContaining("is not a regular file any more");
    }

    @Test
    void pipeThatComesBetweenWithAWriterThatSaysNothingIsNotRead() throws Exception {
        Shell.requires("mkfifo");
        Path file = Trees.file(folder, "file", "content");
        Path pipe = folder.resolve("pipe");
        Shell.run("mkfifo \"$1\"", pipe);
        try (FileChannel writer = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(writer.isOpen()).isTrue();

            assertThatIOException()
                    .isThrownBy(() -> hasher(() -> Files.move(pipe, file, StandardCopyOption.REPLACE_EXISTING))
                            .read(file))
                    .withMessageContaining("is not a regular file any more");
        }
    }

    @Test
    void deviceThatCameAndWentIsNotReadForEver() throws Exception {
        Path device = Path.of("/dev/zero");
        Shell.requires(device);
        Path file = Trees.file(folder, "file", "content");
        FileHasher hasher = new FileHasher(new ScanRoot(new SampleProperties(folder.toString()))) {
            @Override
            FileChannel open(Path wanted) throws IOException {
                return FileChannel.open(device);
            }
        };

        assertThatIOException().isThrownBy(() -> hasher.read(file)).withMessageContaining("changed while it was read");
    }

    @Test
    void fileOfTheKernelThatSaysItIsEmptyIsReadToItsEnd() throws Exception {
        Path process = Path.of("/proc", String.valueOf(ProcessHandle.current().pid()));
        Shell.requires(process.resolve("cmdline"));

        assertThat(hasher(process).read(process.resolve("cmdline")).size()).isPositive();
    }

    @Test
    void linkThatComesBetweenCheckAndOpenIsNotFollowed(@TempDir Path outside) throws Exception {
        Path file = Trees.file(folder, "file", "content");
        Path secret = Trees.file(outside, "secret", "secret!");

        assertThatIOException()
                .isThrownBy(() -> hasher(() -> {
                            Files.delete(file);
                            Files.createSymbolicLink(file, secret);
                        })
                        .read(file));
    }

    @Test
    void fileElsewhereThatComesBetweenCheckAndOpenIsNotRead(@TempDir Path outside) throws Exception {
        Path file = Trees.file(folder, "inner/file", "content");
        Files.setLastModifiedTime(Trees.file(outside, "file", "secret!"), Files.getLastModifiedTime(file));

        assertThatIOException()
                .isThrownBy(() ->
                        hasher(() -> putLink(folder.resolve("inner"), outside)).read(file))
                .withMessageContaining("changed while it was read");
    }

    @Test
    void deviceThatComesBetweenCheckAndOpenIsNotRead() throws Exception {
        Path devices = Path.of("/dev");
        Shell.requires(devices.resolve("zero"));
        Path file = Trees.file(folder, "inner/zero", "");

        assertThatIOException()
                .isThrownBy(() ->
                        hasher(() -> putLink(folder.resolve("inner"), devices)).read(file))
                .withMessageContaining("is not a regular file any more");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES) // two gigabytes, on however slow a machine
    void digestOfAFileThatNoArrayHoldsIsThatOfItsContent() throws Exception {
        Path file = folder.resolve("huge");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((1L << 31) + 1);
        }

        assertThat(readElsewhere(file))
                .isEqualTo(new FileDigest(
                                "b8030a8ab89280935633d8d991da3d9907c0f12e8b6fc3bfc515f4d440872b6e", (1L << 31) + 1)
                        .toString());
    }

    @Test
    void folderAndMissingFileFail() {
        assertThatIOException().isThrownBy(() -> hasher(folder).read(folder));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> hasher(folder).read(folder.resolve("nothing")));
    }

    @Test
    void deviceErrorFails() {
        // its first page is never mapped, and reading there is an I/O error, for root as well
        Path process = Path.of("/proc", String.valueOf(ProcessHandle.current().pid()));
        Path memory = process.resolve("mem");
        Shell.requires(memory);

        assertThatIOException()
                .isThrownBy(() -> hasher(process).read(memory))
                .isNotInstanceOf(FileSystemException.class)
                .withMessageContaining("Input/output error");
    }

    @Test
    void interruptEndsReading() throws Exception {
        Path file = Trees.file(folder, "file", "content");
        try {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(ClosedByInterruptException.class)
                    .isThrownBy(() -> hasher(folder).read(file));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void fileThatChangesWhileItIsReadFails() throws Exception {
        Path file = Files.write(folder.resolve("growing"), new byte[32 << 20]);
        FileHasher hasher = hasher(folder);
        CompletableFuture<FileDigest> digest = CompletableFuture.supplyAsync(() -> {
            try {
                return hasher.read(file);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        while (!digest.isDone()) {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        }

        assertThat(digest)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("changed while it was read");
    }

    /** Something happens after the file was looked at, and before it is opened. */
    private FileHasher hasher(Swap swap) {
        return new FileHasher(new ScanRoot(new SampleProperties(folder.toString()))) {
            @Override
            FileChannel open(Path file) throws IOException {
                try {
                    swap.run();
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return super.open(file);
            }
        };
    }

    private static void putLink(Path folder, Path target) throws IOException {
        Files.move(folder, folder.resolveSibling("moved"));
        Files.createSymbolicLink(folder, target);
    }

    private interface Swap {

        void run() throws Exception;
    }

    /** In a JVM of its own, with all of its compilers: with that of the tests alone it takes ten times as long. */
    private static String readElsewhere(Path file) throws Exception {
        Path out = file.resolveSibling("digest");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        SampleProcess.classPath(),
                        Reader.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            return Files.readString(out).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints the digest of the file that it is given. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            System.out.println(hasher(Objects.requireNonNull(file.getParent())).read(file));
        }
    }

    private static FileHasher hasher(Path root) {
        return new FileHasher(new ScanRoot(new SampleProperties(root.toString())));
    }
}
