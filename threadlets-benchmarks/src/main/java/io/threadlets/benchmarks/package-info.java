/**
 * What a submission costs, here and in other pools. {@link io.threadlets.benchmarks.Peer} names the pools; each
 * benchmark states its workload, its rivals and its command; {@link io.threadlets.benchmarks.Main} starts them.
 */
@NullMarked
package io.threadlets.benchmarks;

import org.jspecify.annotations.NullMarked;
