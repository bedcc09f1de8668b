package io.threadlets.spring.store;

import java.util.Set;

/** The threads of one queue on this instance, for a store that has calls to be run. Safe from any thread. */
public interface CallRunner {
    /**
     * The methods that this instance knows: only calls of these may be taken here.
     *
     * @return their names
     */
    Set<String> targets();

    /**
     * How many calls may run at once.
     *
     * @return the most threads that the queue may have now
     */
    int maxThreads();

    /**
     * How many calls could begin at once. A store takes no more than that: the others are for other instances.
     *
     * @return 0 or more; 0 while the queue is paused
     */
    int room();

    /**
     * Has a task run on a thread of the queue, which is to call {@link #run} once. If the task is taken back before a
     * thread has it, it is run all the same, on another thread, and {@code run} says that the call is given back.
     *
     * @param task what to run; may block, but does not throw
     */
    void execute(Runnable task);

    /**
     * Runs a call on the calling thread, from a task that was given to {@link #execute}.
     *
     * @param call the call
     * @return what is to become of it. The store writes that down, and runs {@link Ending#then} only if it could: where
     *     another instance has been given the call meanwhile, the ending is void
     */
    Ending run(TakenCall call);

    /**
     * Decides about a call whose instance has died.
     *
     * @param call the call, this crash counted
     * @return again, or dead
     */
    Ending lost(TakenCall call);

    /**
     * Decides about a call that this instance has taken, and that has not ended when the instance stops. It may go on
     * all the same: then nobody waits for it.
     *
     * @param id the call's
     * @return again, or ended if it was cancelled
     */
    Ending unfinished(String id);

    /**
     * Tells of a call whose end could not be written down, since another instance has been given it.
     *
     * @param call the call
     */
    void late(TakenCall call);
}
