/**
 * How a call of a {@link io.threadlets.spring.Threadlet} method becomes a work, and what is checked before any is made.
 */
@NullMarked
package io.threadlets.spring.aop;

import org.jspecify.annotations.NullMarked;
