/** What the samples of the documentation work with. */
@NullMarked
package io.threadlets.spring.readme.parts;

import org.jspecify.annotations.NullMarked;
