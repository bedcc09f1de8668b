/**
 * Requests whose handlers make calls. In Spring MVC the future that a handler returns is given up with the request; in
 * MVC and WebFlux a rejection or a timeout that nobody handles has its own response. Internal.
 */
@NullMarked
package io.threadlets.spring.web;

import org.jspecify.annotations.NullMarked;
