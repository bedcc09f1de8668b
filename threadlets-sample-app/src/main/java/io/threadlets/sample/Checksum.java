package io.threadlets.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A line of a file that {@code sha256sum -c} reads. */
record Checksum(long number, String sha256, FileName path) {

    /** A name with a newline or a backslash is escaped, and the line then begins with a backslash. */
    void writeTo(OutputStream out) throws IOException {
        if (hasToBeEscaped()) {
            out.write('\\');
        }
        out.write(sha256.getBytes(StandardCharsets.US_ASCII));
        out.write(' ');
        out.write(' ');
        for (byte b : path.bytes()) {
            switch (b) {
                case '\\' -> escaped(out, '\\');
                case '\n' -> escaped(out, 'n');
                case '\r' -> escaped(out, 'r');
                default -> out.write(b);
            }
        }
        out.write('\n');
    }

    private boolean hasToBeEscaped() {
        for (byte b : path.bytes()) {
            if (b == '\\' || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    private static void escaped(OutputStream out, char c) throws IOException {
        out.write('\\');
        out.write(c);
    }
}
