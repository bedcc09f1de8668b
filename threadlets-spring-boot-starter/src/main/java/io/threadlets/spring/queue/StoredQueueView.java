package io.threadlets.spring.queue;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What people who run an application see of a queue that has a store. Not even loaded where there is none. Safe from
 * any thread.
 */
public interface StoredQueueView {
    /**
     * Looks at the store, unless that was done less than a second ago and nobody has changed anything from here since.
     * Does not fail, and waits for a second at most: a store that does not answer must not keep a list of queues from
     * being shown.
     *
     * @return what is known then
     */
    StoreLook look();

    /**
     * Looks at the store, unless that was done less than a second ago: for numbers that are asked for one by one.
     *
     * @return what is known then, as with {@link #look}
     */
    StoreLook recentLook();

    /** Begins to look, without waiting. */
    void beginToLook();

    /**
     * What is known without looking. Has somebody look in the background now and then.
     *
     * @return what was seen some seconds ago
     */
    StoreLook lastLook();

    /**
     * Does something with the store on another thread, in the context of the calling one, and waits for it some seconds
     * at most.
     *
     * @param <T> the type of the answer
     * @param task what to do
     * @return its answer; what it throws is thrown
     * @throws TimeoutException if it has not ended by then, with how long it was waited for; it goes on all the same
     */
    <T> T ask(Supplier<T> task) throws TimeoutException;

    /**
     * What this instance is called in the store.
     *
     * @return what {@link StoredCall#instance} is of a call that runs here
     */
    String instance();

    /**
     * What this instance has done.
     *
     * @return counts since it has started
     */
    StoredCounts counts();

    /**
     * What the application itself may see and do.
     *
     * @return the calls
     */
    StoredCalls calls();

    /**
     * Lists calls. Waits for the store as long as that takes.
     *
     * @param state which
     * @param limit the most to return
     * @return them in the order of {@link StoredCalls#list}
     * @throws io.threadlets.spring.ThreadletStoreException if the store cannot be reached
     */
    List<StoredCallView> list(StoredCall.State state, int limit);

    /**
     * Looks for one call. Waits for the store as long as that takes.
     *
     * @param id the call's
     * @return empty if there is none
     * @throws io.threadlets.spring.ThreadletStoreException if the store cannot be reached
     */
    Optional<StoredCallView> find(String id);
}
