/**
 * Two ways to let a limited number of calls run at once, each on a virtual thread, when that number is reached.
 * {@link io.threadlets.benchmarks.limit.FullLimit} is the program.
 */
@NullMarked
package io.threadlets.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
