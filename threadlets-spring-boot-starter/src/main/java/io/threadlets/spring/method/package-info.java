/**
 * What a {@link io.threadlets.spring.Threadlet} method says: its annotation, what properties set over it, its fallback,
 * the plan of its calls, and what is wrong with it. Internal.
 */
@NullMarked
package io.threadlets.spring.method;

import org.jspecify.annotations.NullMarked;
