/** Spring MVC handlers that return the future of a call: the call is given up with the request. */
@NullMarked
package io.threadlets.spring.web;

import org.jspecify.annotations.NullMarked;
