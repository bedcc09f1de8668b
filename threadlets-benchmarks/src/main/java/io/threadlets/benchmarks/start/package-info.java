/**
 * What the starter adds to the start of an application. {@link io.threadlets.benchmarks.start.StartUp} is the program.
 */
@NullMarked
package io.threadlets.benchmarks.start;

import org.jspecify.annotations.NullMarked;
