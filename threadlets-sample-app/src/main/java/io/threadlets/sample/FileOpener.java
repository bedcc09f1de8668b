package io.threadlets.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens files that may have become something else since they were found.
 *
 * <p>Opening a pipe waits until somebody opens it for writing, and no interrupt ends that. Java cannot open a file
 * without that wait, so whoever waits for longer than a file needs gets a writer that writes nothing.
 */
final class FileOpener {

    private static final Logger log = LoggerFactory.getLogger(FileOpener.class);

    private static final long PATIENCE_MILLIS = 500;

    /** {@code S_IFMT} and {@code S_IFIFO} of POSIX. */
    private static final int TYPE = 0170000;

    private static final int PIPE = 0010000;

    private FileOpener() {}

    /** The channel may be that of a pipe: whoever gets it looks at what it has opened. Follows no link. */
    static FileChannel open(Path file) throws IOException {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        var unused = opened.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            if (late != null) {
                release(file);
            }
        });
        // A channel, unlike the stream of Files.newInputStream, is closed when its thread is interrupted.
        try {
            return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } finally {
            opened.complete(null);
        }
    }

    /** Opening a pipe for reading and writing waits for nobody. */
    private static void release(Path file) {
        try {
            if (isPipe(file)) {
                FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))
                        .close();
            }
        } catch (IOException e) {
            log.warn("Opening {} takes long, and what stands there cannot be opened for writing", file, e);
        }
    }

    private static boolean isPipe(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        Integer mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & TYPE) == PIPE;
    }
}
