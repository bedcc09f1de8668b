/** What every store has to do, and a store without a database that does it. */
@NullMarked
package io.threadlets.spring.store;

import org.jspecify.annotations.NullMarked;
