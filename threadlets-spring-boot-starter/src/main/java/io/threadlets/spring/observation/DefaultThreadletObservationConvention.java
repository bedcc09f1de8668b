package io.threadlets.spring.observation;

import io.micrometer.common.KeyValues;
import io.threadlets.spring.observation.ThreadletObservationDocumentation.HighCardinalityKeyNames;
import io.threadlets.spring.observation.ThreadletObservationDocumentation.LowCardinalityKeyNames;

/** The names that {@link ThreadletObservationDocumentation} describes. */
public class DefaultThreadletObservationConvention implements ThreadletObservationConvention {
    private final boolean workTag;

    /** Without the key {@code work}. */
    public DefaultThreadletObservationConvention() {
        this(false);
    }

    /**
     * With or without the key {@code work}.
     *
     * @param workTag whether meters tell methods apart
     */
    public DefaultThreadletObservationConvention(boolean workTag) {
        this.workTag = workTag;
    }

    @Override
    public String getName() {
        return "threadlets.work";
    }

    @Override
    public String getContextualName(ThreadletObservationContext context) {
        return "work " + context.getWork();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ThreadletObservationContext context) {
        final KeyValues values = KeyValues.of(
                LowCardinalityKeyNames.QUEUE.withValue(context.getQueue()),
                LowCardinalityKeyNames.OUTCOME.withValue(outcome(context)));
        return workTag ? values.and(LowCardinalityKeyNames.WORK.withValue(context.getWork())) : values;
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ThreadletObservationContext context) {
        return KeyValues.of(
                HighCardinalityKeyNames.WORK_ID.withValue(Long.toString(context.getWorkId())),
                HighCardinalityKeyNames.WAIT_MS.withValue(
                        Long.toString(context.getWaited().toMillis())));
    }

    private static String outcome(ThreadletObservationContext context) {
        if (context.getError() != null) {
            return "ERROR";
        }
        return context.isComplete() ? "SUCCESS" : "UNKNOWN";
    }
}
