package io.threadlets.spring.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to become of a call that was run, or lost. */
public sealed interface Ending {
    /**
     * What to do once it is written down. Not done where the call belongs to another instance by now.
     *
     * @return does not throw
     */
    Runnable then();

    /**
     * The call has ended, and is not kept.
     *
     * @param then what to do then
     */
    record Done(Runnable then) implements Ending {}

    /**
     * The attempt has failed, and there is to be a further one.
     *
     * @param due when that may begin
     * @param failure what people are told of the failure
     * @param then what to do then
     */
    record Retry(Instant due, String failure, Runnable then) implements Ending {}

    /**
     * The call has failed for good. It is kept, its key is free.
     *
     * @param failure what people are told of the failure
     * @param then what to do then
     */
    record Dead(@Nullable String failure, Runnable then) implements Ending {}

    /**
     * The call is as it was before it was taken, but for the crashes.
     *
     * @param hasBegun whether an attempt has begun and is cut off: then the next start is not the
     *     {@linkplain TakenCall#hasBegun first one} of the call
     * @param then what to do then
     */
    record GivenBack(boolean hasBegun, Runnable then) implements Ending {}
}
