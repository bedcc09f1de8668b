/** The queues of a context: from properties to settings, from settings to beans, and their start and stop. */
@NullMarked
package io.threadlets.spring.queue;

import org.jspecify.annotations.NullMarked;
