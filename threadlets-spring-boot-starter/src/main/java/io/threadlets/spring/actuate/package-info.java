/** The actuator's view of the queues. Internal. */
@NullMarked
package io.threadlets.spring.actuate;

import org.jspecify.annotations.NullMarked;
