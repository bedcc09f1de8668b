package io.threadlets.sample;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

enum ScanState {
    RUNNING,
    /** Every file was read, or is listed as unreadable. */
    DONE,
    /** Somebody stopped it. */
    STOPPED,
    /** Too many instances have died while they ran it. */
    INTERRUPTED,
    /** The database, or a queue, did not take it; the log says why. */
    FAILED;

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ScanState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
