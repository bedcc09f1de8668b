/** What the README shows, compiled and run. */
@NullMarked
package io.threadlets.spring.readme;

import org.jspecify.annotations.NullMarked;
