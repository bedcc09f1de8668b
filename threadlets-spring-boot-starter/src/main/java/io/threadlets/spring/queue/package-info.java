/**
 * The queues of a context as beans: how they are made, found, started and stopped, and what is noticed of them.
 * Internal.
 */
@NullMarked
package io.threadlets.spring.queue;

import org.jspecify.annotations.NullMarked;
