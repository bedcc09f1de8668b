package io.threadlets.sample;

import java.util.List;

/**
 * Files with the same content. Hard links to one file are listed like copies, as {@code sha256sum} would.
 *
 * @param wastedBytes what would be free if one of the files were kept
 */
record Duplicate(String sha256, long size, long wastedBytes, List<String> paths) {

    static Duplicate of(String sha256, long size, List<String> paths) {
        return new Duplicate(sha256, size, size * (paths.size() - 1), paths);
    }
}
