package io.threadlets.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The folder that no scan leaves. */
@Component
final class ScanRoot {

    private final Path folder;

    ScanRoot(SampleProperties properties) {
        try {
            this.folder = Path.of(properties.root()).toRealPath();
        } catch (IOException | InvalidPathException e) {
            throw new IllegalStateException(
                    "sample.root must be a folder that exists, but was '" + properties.root() + "'", e);
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("sample.root must be a folder, but was '" + properties.root() + "'");
        }
    }

    Path folder() {
        return folder;
    }

    /** The real path of a folder that a request names: absolute, or relative to the root. */
    Path resolve(@Nullable String path) {
        if (path == null || path.isBlank()) {
            throw new BadFolderException("\"path\" is missing: give a folder, absolute or relative to "
                    + FileName.of(folder) + ", such as {\"path\": \".\"}.");
        }
        if (path.indexOf('\0') >= 0) {
            throw new BadFolderException("\"path\" contains a NUL character, which no file name can.");
        }
        Path wanted = FileName.resolve(folder, path);
        try {
            Path existing = existing(wanted);
            if (!existing.startsWith(folder)) {
                throw new BadFolderException("'" + path + "' is outside " + FileName.of(folder)
                        + ": scans are allowed only below it (property sample.root).");
            }
            if (!Files.exists(wanted)) {
                throw new BadFolderException("'" + path + "' does not exist.");
            }
            if (!Files.isDirectory(existing)) {
                throw new BadFolderException("'" + path + "' is not a folder.");
            }
            return existing;
        } catch (IOException e) {
            throw new BadFolderException("'" + path + "' cannot be opened: " + Unreadable.reason(e) + ".");
        }
    }

    /** Whether a file really is below the root, whatever links its path goes through. */
    boolean contains(Path file) throws IOException {
        return file.toRealPath().startsWith(folder);
    }

    /** Asking for what exists, or for the nearest folder above, tells nobody what there is outside the root. */
    private static Path existing(Path wanted) throws IOException {
        for (Path path = wanted; path != null; path = path.getParent()) {
            try {
                return path.toRealPath();
            } catch (NoSuchFileException e) {
                // one level up
            }
        }
        throw new NoSuchFileException(wanted.toString());
    }
}
