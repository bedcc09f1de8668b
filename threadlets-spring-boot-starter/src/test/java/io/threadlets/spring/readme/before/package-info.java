/** What docs/migration.md migrates from. */
@NullMarked
package io.threadlets.spring.readme.before;

import org.jspecify.annotations.NullMarked;
