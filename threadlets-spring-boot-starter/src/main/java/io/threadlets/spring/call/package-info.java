/**
 * What a call does: from the caller through the queue to the one that is told of the outcome, with timeouts, fallbacks,
 * cancellation and the stages that a body returns. Internal.
 */
@NullMarked
package io.threadlets.spring.call;

import org.jspecify.annotations.NullMarked;
