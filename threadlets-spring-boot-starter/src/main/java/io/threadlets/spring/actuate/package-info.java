/** The actuator's view of the queues. */
@NullMarked
package io.threadlets.spring.actuate;

import org.jspecify.annotations.NullMarked;
