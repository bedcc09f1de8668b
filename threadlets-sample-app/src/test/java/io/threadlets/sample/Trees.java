package io.threadlets.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Folders to scan. */
final class Trees {

    private Trees() {}

    static Path file(Path folder, String name, String content) throws IOException {
        return write(folder.resolve(name), content);
    }

    /** A file whose name is given as percent-encoded bytes, which need not be UTF-8. */
    static Path fileOfBytes(Path folder, String encodedName, String content) throws IOException {
        return write(Path.of(URI.create(folder.toUri() + encodedName)), content);
    }

    /** Flat files {@code 0}, {@code 1}, ... of different content. */
    static Path many(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            file(folder, String.valueOf(i), "content " + i);
        }
        return folder;
    }

    /** Every name that has ever broken a script, copies with other names, empty files, nesting. */
    static Path odd(Path folder) throws IOException {
        Files.createDirectories(folder);
        file(folder, "plain", "same");
        file(folder, "a space", "same");
        file(folder, " leading and trailing ", "same");
        file(folder, "quote ' and \" double", "other");
        file(folder, "new\nline", "other");
        file(folder, "back\\slash", "back");
        file(folder, "\\n is no newline", "n");
        file(folder, "carriage\rreturn", "cr");
        file(folder, "percent%41 and + and ?#&;*[]", "odd");
        file(folder, "-rf", "dash");
        file(folder, "*", "star");
        file(folder, "gr\u00fc\u00df \u65e5\u672c\u8a9e \ud83d\ude00", "unicode");
        file(folder, "composed \u00e9", "nfc");
        file(folder, "composed e\u0301", "nfd");
        fileOfBytes(folder, "latin1-%FC%DF", "not UTF-8");
        file(folder, "empty 1", "");
        file(folder, "deep/er/empty 2", "");
        file(folder, "deep/er/still/copy", "same");
        file(folder, "deep/.hidden", "hidden");
        return folder;
    }

    static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static long countFiles(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    private static Path write(Path file, String content) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.writeString(file, content);
    }
}
