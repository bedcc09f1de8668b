/** What is seen of the queues at one moment: their numbers, what runs on them, and where it stands. Internal. */
@NullMarked
package io.threadlets.spring.inspect;

import org.jspecify.annotations.NullMarked;
