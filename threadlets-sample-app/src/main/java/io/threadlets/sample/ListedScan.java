package io.threadlets.sample;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A scan as {@code GET /scans} shows it.
 *
 * @param ended null while it runs, and where the application ended before the scan did
 * @param filesUnreadable how many files and folders could not be read
 * @param wastedBytes what would be free if one file of each group of duplicates were kept; known once it has ended, and
 *     not where it failed
 */
record ListedScan(
        @JsonUnwrapped ScanSummary summary,
        Instant started,
        @Nullable Instant ended,
        long filesUnreadable,
        long wastedBytes) {}
