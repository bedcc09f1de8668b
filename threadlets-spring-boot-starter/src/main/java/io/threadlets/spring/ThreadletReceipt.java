package io.threadlets.spring;

import java.time.Instant;

/**
 * What the caller of a method of a stored queue gets: the call is stored, or, inside a transaction, will be with its
 * commit. It is run at least once, and not exactly once, by whichever instance of the application has a free thread.
 * The method's body returns null.
 *
 * @param id what {@link StoredCalls} and the log call it; never used twice
 * @param queue the queue's name
 * @param accepted when the call was stored
 * @param duplicate whether it was not stored, since a call of the same method and key was stored already and has not
 *     ended; the id and the time are then those of that call
 */
public record ThreadletReceipt(String id, String queue, Instant accepted, boolean duplicate) {}
