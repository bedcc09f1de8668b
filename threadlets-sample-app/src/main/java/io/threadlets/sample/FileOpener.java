package io.threadlets.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Executor later = CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    private final Set<Opening> openings = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watched = new AtomicBoolean();

    /** The channel may be that of a pipe: whoever gets it looks at what it has opened. Follows no link. */
    FileChannel open(Path file) throws IOException {
        Opening opening = new Opening(file);
        openings.add(opening);
        watch();
        try {
            // A channel, unlike the stream of Files.newInputStream, is closed when its thread is interrupted.
            return FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } finally {
            openings.remove(opening);
        }
    }

    /** One look is ahead as long as anything is being opened, however many files that are. */
    private void watch() {
        if (!watched.get() && watched.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    private void look() {
        try {
            openings.stream().filter(Opening::isLate).forEach(opening -> release(opening.file));
        } finally {
            watched.set(false);
            if (!openings.isEmpty()) {
                watch();
            }
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

    private static final class Opening {

        private final Path file;
        private final long since = System.nanoTime();

        private Opening(Path file) {
            this.file = file;
        }

        private boolean isLate() {
            return System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        }
    }
}
