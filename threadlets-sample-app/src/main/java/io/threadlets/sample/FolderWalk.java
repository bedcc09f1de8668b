package io.threadlets.sample;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Finds the regular files below a folder. Follows no link, and opens nothing but folders. */
final class FolderWalk extends SimpleFileVisitor<Path> {

    /** Who is told of what is found. */
    interface Finder {

        /** Whether to go on. */
        boolean wanted();

        void file(Path file);

        /** A folder that cannot be listed, or a file of which not even the type is known. */
        void unreadable(Path path, IOException reason);
    }

    private final Finder finder;

    private FolderWalk(Finder finder) {
        this.finder = finder;
    }

    static void walk(Path folder, Finder finder) throws IOException {
        Files.walkFileTree(folder, new FolderWalk(finder));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return next();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            finder.file(file);
        }
        return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException reason) {
        finder.unreadable(path, reason);
        return next();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException reason) {
        if (reason != null) {
            finder.unreadable(folder, reason);
        }
        return next();
    }

    private FileVisitResult next() {
        return finder.wanted() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }
}
