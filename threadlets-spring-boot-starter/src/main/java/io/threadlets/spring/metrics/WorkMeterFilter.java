package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out what observations say of their outcome, which {@code error} says too: the timer of an observed work has
 * the tags that it has otherwise, and is the same.
 */
public final class WorkMeterFilter implements MeterFilter {
    private static final String WORK = "threadlets.work";

    /** For the container. */
    public WorkMeterFilter() {}

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().equals(WORK) && !id.getName().equals(WORK + ".active")) {
            return id;
        }
        final List<Tag> tags = new ArrayList<>(id.getTags());
        return tags.removeIf(tag -> tag.getKey().equals("outcome")) ? id.replaceTags(tags) : id;
    }
}
