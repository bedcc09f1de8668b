/**
 * What Spring Boot reads: one auto-configuration for each concern, so that a missing jar switches off one thing only.
 * Internal.
 */
@NullMarked
package io.threadlets.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
