/** What docs/migration.md and docs/spring.md show. */
@NullMarked
package io.threadlets.spring.readme.after;

import org.jspecify.annotations.NullMarked;
