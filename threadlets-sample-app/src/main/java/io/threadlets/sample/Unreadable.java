package io.threadlets.sample;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A file, or a folder, that could not be read. */
record Unreadable(String path, String reason) {

    static String reason(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "vanished";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof CancellationException) {
            return "reading was cancelled";
        }
        // the message of a FileSystemException begins with the path, which stands beside the reason already
        @Nullable
        String text = failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
        if (text == null) {
            return failure.getClass().getSimpleName();
        }
        return failure instanceof IOException ? text : failure.getClass().getSimpleName() + ": " + text;
    }
}
