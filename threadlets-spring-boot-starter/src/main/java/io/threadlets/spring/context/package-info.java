/**
 * What belongs to a calling thread and goes along with its calls: taken in the caller, restored where they run.
 * Internal.
 */
@NullMarked
package io.threadlets.spring.context;

import org.jspecify.annotations.NullMarked;
