/** What docs/recipes.md shows. */
@NullMarked
package io.threadlets.spring.readme.recipes;

import org.jspecify.annotations.NullMarked;
