/** The queues' meters. Internal. */
@NullMarked
package io.threadlets.spring.metrics;

import org.jspecify.annotations.NullMarked;
