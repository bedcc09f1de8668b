package io.threadlets.spring.actuate;

import org.jspecify.annotations.Nullable;

/**
 * What has become of works that somebody wanted to end.
 *
 * @param id the work's; null where there may be several
 * @param outcome removed (it will not run), interrupt-requested (its thread was interrupted; it is listed until it
 *     ends), or cancel-requested (who waits for it is free; its thread goes on)
 * @param work what the works say of themselves; null where all were meant
 * @param removed how many waiting works were taken back; null for a single work, as are the next two
 * @param interrupted how many running works were interrupted
 * @param spared how many running works go on, since they must not be interrupted; who waits for them is free
 */
public record OutcomeDescriptor(
        @Nullable Long id,
        String outcome,
        @Nullable String work,
        @Nullable Integer removed,
        @Nullable Integer interrupted,
        @Nullable Integer spared)
        implements Outcome {
    static final String REMOVED = "removed";
    static final String INTERRUPTING = "interrupt-requested";
    static final String CANCELLING = "cancel-requested";

    static OutcomeDescriptor of(long id, String outcome) {
        return new OutcomeDescriptor(id, outcome, null, null, null, null);
    }

    @Override
    public boolean goesOn() {
        return !outcome.equals(REMOVED);
    }
}
