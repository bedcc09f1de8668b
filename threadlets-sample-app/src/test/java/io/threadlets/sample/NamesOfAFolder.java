package io.threadlets.sample;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prints the names in a folder as {@link FileName} has them, with a plus if the text leads back. A program, since the
 * JVM fixes its locale.
 */
final class NamesOfAFolder {

    private NamesOfAFolder() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out);
                DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                out.write(FileName.of(file).bytes());
                out.write(
                        Files.exists(FileName.resolve(folder, FileName.of(file).toString())) ? '+' : '-');
                out.write('\n');
            }
        }
    }
}
