/** What the queues did lately, from looks at their numbers. Internal. */
@NullMarked
package io.threadlets.spring.history;

import org.jspecify.annotations.NullMarked;
