/**
 * How calls are observed: names and values for meters and spans. For applications that change them, by a bean of type
 * {@link io.threadlets.spring.observation.ThreadletObservationConvention}.
 */
@NullMarked
package io.threadlets.spring.observation;

import org.jspecify.annotations.NullMarked;
