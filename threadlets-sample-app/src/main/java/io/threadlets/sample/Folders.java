package io.threadlets.sample;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists folders, for those who choose one. On the queue {@code global}, so that a scan at work holds up nobody. */
@Component
class Folders {

    private static final int LISTED = 1000;

    private final ScanRoot root;

    Folders(ScanRoot root) {
        this.root = root;
    }

    @Threadlet(timeout = "10s")
    FolderList list(String path) {
        Path folder = root.resolve(path);
        List<FolderList.Entry> entries = new ArrayList<>();
        boolean truncated = false;
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(folder, child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))) {
            for (Path child : children) {
                if (entries.size() == LISTED) {
                    truncated = true;
                    break;
                }
                entries.add(entry(folder, child));
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(path, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        entries.sort(
                Comparator.comparing((FolderList.Entry entry) -> entry.name().startsWith("."))
                        .thenComparing(FolderList.Entry::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(FolderList.Entry::name));
        return new FolderList(text(root.folder()), text(folder), parent(folder), entries, truncated);
    }

    private @Nullable String parent(Path folder) {
        Path parent = folder.getParent();
        return folder.equals(root.folder()) || parent == null ? null : text(parent);
    }

    private static FolderList.Entry entry(Path folder, Path child) {
        String path = text(child);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new FolderList.Entry(name, FileName.resolve(folder, path).equals(child) ? path : null);
    }

    private static BadFolderException unreadable(String path, IOException reason) {
        return new BadFolderException("'" + path + "' cannot be read: " + Unreadable.reason(reason) + ".");
    }

    private static String text(Path path) {
        return FileName.of(path).toString();
    }
}
