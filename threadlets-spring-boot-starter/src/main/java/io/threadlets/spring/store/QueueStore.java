package io.threadlets.spring.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one queue are kept for all instances of an application. Everything but {@link #start},
 * {@link #pause} and {@link #stop} throws a {@link io.threadlets.spring.ThreadletStoreException} if the store cannot do
 * it. Safe from any thread.
 */
public interface QueueStore {
    // ---- sending ----

    /**
     * Stores a call, at once, or with the commit of the caller's transaction where that is one of the store. Waits for
     * the end of a transaction that has stored a call of the same key. A duplicate leaves the caller's transaction as
     * it is.
     *
     * @param call the call
     * @param stored what to do once it is stored: never, if the transaction rolls back; does not throw
     * @return whether it was stored
     */
    SentCall send(NewCall call, Runnable stored);

    /**
     * Looks for the call that has a key, and has not ended.
     *
     * @param target the name of the method
     * @param key the key
     * @return the call
     */
    Optional<SentCall> holder(String target, String key);

    // ---- running ----

    /** From now on calls are taken, until {@link #pause}; may be called again after {@link #stop}. */
    void start();

    /** Takes no further call; what was taken goes on. */
    void pause();

    /**
     * Writes down what is to become of what was taken and has not ended, as the runner
     * {@linkplain CallRunner#unfinished decides}, and ends all that {@link #start} began.
     */
    void stop();

    /** There are calls to be taken, sooner than the store would look for them. */
    void wakeUp();

    /** A call that was given to the runner has left its thread: there may be room for others. */
    void freed();

    /**
     * What this instance is called in the store.
     *
     * @return a name that no other instance has, nor this one after its next start
     */
    String instance();

    // ---- looking ----

    /**
     * Counts all calls.
     *
     * @return a count for each target, state and instance that there are
     */
    List<Count> counts();

    /**
     * How many calls wait for their first attempt, as far as it matters whether there are more than a number of them.
     *
     * @param targets the methods to look for
     * @param enough the number
     * @return the count, or any number above {@code enough} if it is above
     */
    long waiting(Set<String> targets, int enough);

    /**
     * Lists calls: those that run, wait or are due the longest first, of dead ones the last to die.
     *
     * @param state one of those that a store knows
     * @param filter which methods' calls to list
     * @param limit the most calls to return
     * @return the calls
     */
    List<KeptCall> list(State state, TargetFilter filter, int limit);

    /**
     * Looks for one call.
     *
     * @param id the call's
     * @return empty if there is none, since it has ended or never was
     */
    Optional<KeptCall> find(String id);

    /**
     * What people are told of the store.
     *
     * @return as "PostgreSQL 17.5"; null while it was never reached
     */
    @Nullable
    String description();

    // ---- steering ----

    /**
     * Deletes a call that does not run.
     *
     * @param id the call's
     * @return whether there was one
     */
    boolean delete(String id);

    /**
     * Makes a dead call begin anew, and a call that waits for its next attempt due at once.
     *
     * @param id the call's
     * @param due the time that it gets
     * @return whether that was done: not for a call that runs or waits for its first attempt, nor where another call
     *     holds its key
     */
    boolean retry(String id, Instant due);

    /**
     * Deletes dead calls.
     *
     * @param before those that died before that time
     * @return how many there were
     */
    int purge(Instant before);

    /** What a store knows of a call. Whether the method is known, and the call no orphan, it need not know. */
    enum State {
        /** Not taken, and no attempt has failed. */
        WAITING,
        /** Taken by an instance. */
        RUNNING,
        /** Not taken; an attempt has failed. */
        RETRYING,
        /** Failed for good. */
        DEAD
    }

    /**
     * Some calls.
     *
     * @param target their method
     * @param state their state
     * @param instance who runs them; null if nobody does
     * @param calls how many
     * @param oldest when the first of them was stored
     */
    record Count(String target, State state, @Nullable String instance, long calls, Instant oldest) {}

    /**
     * One call.
     *
     * @param target the name of its method
     * @param payload what was sent
     * @param state its state
     * @param id the call's
     * @param attempt the attempt that runs or comes next; of a dead call the last one
     * @param accepted when it was stored
     * @param due when it may be taken; null if it runs or is dead
     * @param instance who runs it; null if nobody does
     * @param failure what was said of its last failure; null if it had none
     */
    record KeptCall(
            String id,
            String target,
            String payload,
            State state,
            int attempt,
            Instant accepted,
            @Nullable Instant due,
            @Nullable String instance,
            @Nullable String failure) {}

    /**
     * Which methods' calls.
     *
     * @param targets names of methods
     * @param isExcluding whether those of all other methods are meant
     */
    record TargetFilter(Collection<String> targets, boolean isExcluding) {
        /**
         * The calls of all methods.
         *
         * @return a filter that leaves out nothing
         */
        public static TargetFilter all() {
            return new TargetFilter(Set.of(), true);
        }
    }
}
