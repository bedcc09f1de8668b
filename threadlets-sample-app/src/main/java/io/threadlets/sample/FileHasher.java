package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads files on the queue {@code disk}. */
@Component
class FileHasher {

    private static final int BUFFER = 16 * 1024;

    private final ScanRoot root;
    private final FileOpener opener = new FileOpener();

    FileHasher(ScanRoot root) {
        this.root = root;
    }

    /** Cancelling the future takes the file off the queue, or interrupts the thread that reads it. */
    @Threadlet("disk")
    CompletableFuture<FileDigest> hash(Path file) throws IOException {
        return CompletableFuture.completedFuture(read(file));
    }

    FileDigest read(Path file) throws IOException {
        Version before = version(file);
        // A folder above the file may have become a link since the file was found.
        if (!root.contains(file)) {
            throw new FileSystemException(file.toString(), null, "leads outside the root");
        }
        FileDigest digest;
        try (FileChannel channel = open(file)) {
            // What was opened need not be what was looked at: a pipe, a device, a file elsewhere may have come between.
            requireUnchanged(file, before);
            digest = digest(channel, file, before);
        }
        requireUnchanged(file, before);
        return digest;
    }

    FileChannel open(Path file) throws IOException {
        return opener.open(file);
    }

    /** Ends where there is more to read than there should be: a device that came and went need not have an end. */
    private static FileDigest digest(FileChannel channel, Path file, Version before) throws IOException {
        MessageDigest sha256 = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long limit = before.size();
        long size = 0;
        while (channel.read(buffer) >= 0) {
            size += buffer.flip().remaining();
            sha256.update(buffer);
            buffer.clear();
            if (size > limit) {
                requireUnchanged(file, before);
                if (before.size() > 0) {
                    throw changed(file);
                }
                limit = 2 * size; // a file of /proc says that it is empty
            }
        }
        return new FileDigest(HexFormat.of().formatHex(sha256.digest()), size);
    }

    private static void requireUnchanged(Path file, Version before) throws IOException {
        if (!version(file).equals(before)) {
            throw changed(file);
        }
    }

    private static FileSystemException changed(Path file) {
        return new FileSystemException(file.toString(), null, "changed while it was read");
    }

    private static Version version(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!now.isRegularFile()) {
            // opening a pipe would block until somebody writes to it
            throw new FileSystemException(file.toString(), null, "is not a regular file any more");
        }
        return new Version(now.fileKey(), now.size(), now.lastModifiedTime());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Version(@Nullable Object key, long size, FileTime modified) {}
}
