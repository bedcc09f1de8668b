package io.threadlets.sample;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of a scan as the database keeps it: either its digest or the reason why there is none.
 *
 * @param number of the file within its scan
 */
record FileRow(
        long number,
        FileName path,
        long size,
        @Nullable String sha256,
        @Nullable String reason) {

    static FileRow hashed(long number, Path file, FileDigest digest) {
        return new FileRow(number, FileName.of(file), digest.size(), digest.sha256(), null);
    }

    static FileRow unreadable(long number, Path file, Throwable failure) {
        return new FileRow(number, FileName.of(file), 0, null, Unreadable.reason(failure));
    }
}
