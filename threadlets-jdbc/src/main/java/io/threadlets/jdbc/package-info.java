/**
 * The store {@code jdbc}: the calls of queues in the application's own database, on db-scheduler, which takes them,
 * says that their instances live, and notices those that do not. Each queue has a table and a scheduler of its own; the
 * calls run on the queue's threads. For applications there is nothing here but properties. Internal.
 */
@NullMarked
package io.threadlets.jdbc;

import org.jspecify.annotations.NullMarked;
