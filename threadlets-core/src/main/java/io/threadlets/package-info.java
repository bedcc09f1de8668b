/**
 * Hands work that may block to a queue's own threads.
 *
 * <pre>{@code
 * ThreadletQueue disk = ThreadletQueue.builder("disk").maxThreads(16).build();
 * ThreadletFuture<byte[]> bytes = disk.submit(() -> Files.readAllBytes(path));
 * }</pre>
 *
 * <p>In reading order:
 *
 * <ol>
 *   <li>{@link io.threadlets.ThreadletQueue} takes works and owns the threads that run them: the one type to start
 *       with.
 *   <li>{@link io.threadlets.ThreadletWork} is a work with data of its own; plain runnables and callables do as well.
 *   <li>{@link io.threadlets.ThreadletFuture} is what a runnable or callable gives back; cancelling it reaches the
 *       thread.
 *   <li>{@link io.threadlets.DequeueResult} says what became of taking a work back.
 *   <li>{@link io.threadlets.OnFull} and {@link io.threadlets.ThreadletRejectedException} are about limits.
 *   <li>{@link io.threadlets.QueueSnapshot}, {@link io.threadlets.RunningWork}, {@link io.threadlets.QueuedWork} and
 *       {@link io.threadlets.ThreadletListener} show what goes on.
 * </ol>
 *
 * <p>The idea and the words come from the threadlets patch proposed for QEMU in October 2010 (docs/async-support.txt).
 */
@NullMarked
package io.threadlets;

import org.jspecify.annotations.NullMarked;
