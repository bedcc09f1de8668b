package io.threadlets.sample;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders in a folder.
 *
 * @param root the folder that no scan leaves
 * @param path the folder's own
 * @param parent that of the folder above, unless this is the root
 * @param truncated whether there are more than are listed
 */
record FolderList(String root, String path, @Nullable String parent, List<Entry> folders, boolean truncated) {

    /** @param path null if the name is not text, and so cannot be sent */
    record Entry(String name, @Nullable String path) {}
}
