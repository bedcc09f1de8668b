/**
 * What somebody implements who writes a store for calls, in reading order:
 *
 * <ol>
 *   <li>{@link io.threadlets.spring.store.StoreType}, named in {@code META-INF/spring.factories}: what {@code store}
 *       may say, and what keeps an application from starting with it. Asked before any bean is made.
 *   <li>{@link io.threadlets.spring.store.CallStore}, a bean: opens the place where the calls of one queue are kept.
 *   <li>{@link io.threadlets.spring.store.QueueStore}: keeps the calls of one queue for all instances of the
 *       application. It hands each call to one instance at a time, and notices when that instance has died.
 *   <li>{@link io.threadlets.spring.store.CallRunner}, given to it: this instance's threads. It runs a
 *       {@link io.threadlets.spring.store.TakenCall} and says with an {@link io.threadlets.spring.store.Ending} what is
 *       to become of it: what retries and the end of a call mean is decided there, and not in the store.
 * </ol>
 *
 * <p>Nothing here knows a database. For who writes a store; for anybody else: Internal.
 */
@NullMarked
package io.threadlets.spring.store;

import org.jspecify.annotations.NullMarked;
