package io.threadlets.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Keys as they fit into a column: as they are, unless they are long or have what databases do not take. */
final class Keys {
    private static final int LONGEST = 150;
    private static final String HASHED = "sha256:";

    /** PostgreSQL's driver has no exception of its own for it. */
    private static final String UNIQUE_VIOLATION = "23505";

    private Keys() {}

    static @Nullable String column(@Nullable String key) {
        return key == null || isPlain(key) ? key : HASHED + hash(key);
    }

    /** Whether a statement has failed because another call holds its key. */
    static boolean isTaken(SQLException failed) {
        return failed instanceof SQLIntegrityConstraintViolationException
                || UNIQUE_VIOLATION.equals(failed.getSQLState());
    }

    private static boolean isPlain(String key) {
        return key.length() <= LONGEST
                && !key.startsWith(HASHED)
                && key.chars().allMatch(letter -> letter >= ' ' && !Character.isSurrogate((char) letter));
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }
}
