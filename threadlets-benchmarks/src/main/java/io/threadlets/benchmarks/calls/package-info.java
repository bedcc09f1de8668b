/**
 * What the call of an annotated method costs, here and elsewhere. {@link io.threadlets.benchmarks.calls.Caller} names
 * who is compared: each is an application of its own with the same method, and the same things switched on.
 */
@NullMarked
package io.threadlets.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
