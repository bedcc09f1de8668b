/**
 * The properties below {@code threadlets}: how they are bound and checked, the settings that come of them, and the
 * words in which the application's developers read of them. Internal.
 */
@NullMarked
package io.threadlets.spring.config;

import org.jspecify.annotations.NullMarked;
