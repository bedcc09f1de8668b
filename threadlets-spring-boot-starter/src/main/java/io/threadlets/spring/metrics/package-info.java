/** The queues' meters. */
@NullMarked
package io.threadlets.spring.metrics;

import org.jspecify.annotations.NullMarked;
