/**
 * What an application names: {@link io.threadlets.spring.Threadlet} on a method hands its calls to a queue,
 * {@link io.threadlets.spring.ThreadletQueues} finds the queues, {@link io.threadlets.spring.ThreadletQueueCustomizer}
 * changes them before they are built, {@link io.threadlets.spring.ThreadletCall} tells a method of its call, and
 * {@link io.threadlets.spring.ThreadletExceptionHandler} gets the failures that nobody waits for. Calls of a queue with
 * a store outlive the process: their callers get a {@link io.threadlets.spring.ThreadletReceipt}, and
 * {@link io.threadlets.spring.StoredCalls} shows and steers them. Who writes a store finds what it implements in
 * {@code io.threadlets.spring.store}; the other packages are internal.
 */
@NullMarked
package io.threadlets.spring;

import org.jspecify.annotations.NullMarked;
