/**
 * The starter's side of stored calls: which methods there are, how their arguments are written down, what is sent to a
 * {@linkplain io.threadlets.spring.store store}, and what an attempt, its failure and the end of a call mean. Internal.
 */
@NullMarked
package io.threadlets.spring.stored;

import org.jspecify.annotations.NullMarked;
