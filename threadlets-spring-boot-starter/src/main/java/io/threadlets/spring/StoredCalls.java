package io.threadlets.spring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one stored queue, whichever instance of the application has sent them or runs them. All methods ask the
 * store, and throw a {@link ThreadletStoreException} if it cannot be reached. Safe from any thread.
 */
public interface StoredCalls {
    /**
     * How many calls there are.
     *
     * @return numbers that are at most a second old
     */
    Snapshot snapshot();

    /**
     * The calls in one state: those that run, wait or are due the longest first, of dead ones the last to die.
     *
     * @param state the state
     * @param limit the most calls to return, at least 0
     * @return the calls
     */
    List<StoredCall> list(StoredCall.State state, int limit);

    /**
     * Takes a call back: one that does not run is deleted; one that runs here is interrupted if its method may be, and
     * not run again, whatever becomes of its body. Neither a fallback nor the {@link ThreadletExceptionHandler} hears
     * of it.
     *
     * @param id the call's
     * @return what was done
     */
    CancelResult cancel(String id);

    /**
     * Runs a call again: a dead one begins anew, with attempt 1, all retries, and no crashes; one that waits for its
     * next attempt is due at once.
     *
     * @param id the call's
     * @return whether that was done; not where another call holds its key meanwhile
     */
    boolean retry(String id);

    /**
     * How many calls there were at a moment.
     *
     * @param waiting calls that wait for their first attempt
     * @param running calls that instances run
     * @param retrying calls that wait for a further attempt
     * @param dead calls that have failed for good and are kept
     * @param orphaned calls that wait and whose method this instance does not know; not among the waiting ones
     * @param oldestWaiting how long the longest waiting call has waited; null if none waits
     * @param targets how many calls wait for which method
     * @param instances how many calls run on which instance
     * @param asOf when the numbers were read
     */
    record Snapshot(
            long waiting,
            long running,
            long retrying,
            long dead,
            long orphaned,
            @Nullable Duration oldestWaiting,
            Map<String, Long> targets,
            Map<String, Long> instances,
            Instant asOf) {}

    /**
     * What became of a call that was to be taken back.
     *
     * @param outcome what was done
     * @param instance the instance that runs the call; null if none does
     */
    record CancelResult(Outcome outcome, @Nullable String instance) {}

    /** What {@link #cancel} did. */
    enum Outcome {
        /** The call did not run, and is deleted. */
        DELETED,
        /** The call runs here: it is asked to stop, and not run again. */
        STOPPING,
        /**
         * The call runs on another instance, which has to be asked. Nothing was done. With this instance's own name it
         * is about to begin here, or has ended and its end is being written down, for longer than a second: ask again.
         */
        RUNNING_ELSEWHERE,
        /** There is no such call: it has ended, or never was. */
        NOT_FOUND
    }
}
