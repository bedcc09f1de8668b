/**
 * What a submission costs, here and in other pools. {@link io.threadlets.benchmarks.Peer} names the pools; each
 * benchmark states its workload, its rivals and its command; {@link io.threadlets.benchmarks.Main} starts them.
 * Programs with a {@code main} of their own print what they measure; those that lead two pools to their limits do so by
 * way of {@link io.threadlets.benchmarks.Rival}.
 */
@NullMarked
package io.threadlets.benchmarks;

import org.jspecify.annotations.NullMarked;
