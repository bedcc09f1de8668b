package io.threadlets.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file as the bytes that the file system keeps.
 *
 * <p>On Unix a name is bytes, not text: it need not be valid UTF-8, and a JVM that was started in the POSIX locale
 * cannot even show an umlaut. A {@link Path} keeps the bytes all the same, and its URI is the portable way to them.
 */
final class FileName {

    private static final boolean BYTES = File.separatorChar == '/';
    private static final String PLAIN = "/-._~";

    private final byte[] bytes;

    FileName(byte[] bytes) {
        this.bytes = bytes;
    }

    static FileName of(Path path) {
        if (!BYTES) {
            return new FileName(path.toString().getBytes(UTF_8));
        }
        String encoded = path.toUri().getRawPath();
        boolean trailing = encoded.length() > 1 && encoded.endsWith("/");
        return new FileName(decode(trailing ? encoded.substring(0, encoded.length() - 1) : encoded));
    }

    byte[] bytes() {
        return bytes;
    }

    /** The path of this name, which is absolute. */
    Path toPath() {
        return BYTES ? Path.of(URI.create("file://" + encode(bytes))) : Path.of(toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileName name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For people to read: bytes that are no UTF-8 become U+FFFD. */
    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }

    /** The named path, seen from a folder; an absolute name stands for itself. */
    static Path resolve(Path folder, String name) {
        if (!BYTES) {
            return folder.resolve(name);
        }
        String base = name.startsWith("/") ? "" : folder.toUri().getRawPath() + "/";
        return Path.of(URI.create("file://" + base + encode(name.getBytes(UTF_8))));
    }

    private static byte[] decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private static String encode(byte[] name) {
        StringBuilder encoded = new StringBuilder(name.length);
        for (byte b : name) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
