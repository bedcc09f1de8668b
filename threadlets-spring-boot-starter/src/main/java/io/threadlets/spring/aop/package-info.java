/**
 * How calls of annotated methods are intercepted: proxies for the beans, and checks that each bean has its own.
 * Internal.
 */
@NullMarked
package io.threadlets.spring.aop;

import org.jspecify.annotations.NullMarked;
