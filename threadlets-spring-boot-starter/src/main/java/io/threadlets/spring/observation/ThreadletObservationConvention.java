package io.threadlets.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observations of calls. A bean of this type takes the place of the default one. */
public interface ThreadletObservationConvention extends ObservationConvention<ThreadletObservationContext> {
    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ThreadletObservationContext;
    }
}
