package io.threadlets.sample;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A scan as {@code GET /scans/{id}} shows it.
 *
 * @param duplicates groups of equal files, the most wasteful first; none while the scan runs
 */
record Scan(@JsonUnwrapped ScanSummary summary, List<Unreadable> unreadable, List<Duplicate> duplicates) {}
