/** Tests of the store {@code jdbc}. */
@NullMarked
package io.threadlets.jdbc;

import org.jspecify.annotations.NullMarked;
