package io.threadlets.spring.queue;

/**
 * What an instance has done for one stored queue since it started.
 *
 * @param sent calls that it has stored
 * @param duplicates calls that it has not stored, since another one had their key
 * @param retried attempts that have failed here and are made again
 * @param revived calls that were retried on somebody's wish, or taken over from an instance that was lost
 * @param died calls that it has found dead
 */
public record StoredCounts(long sent, long duplicates, long retried, long revived, long died) {}
