package io.threadlets.spring.queue;

import io.threadlets.OnFull;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the starter, as they are written. What holds for a queue in the end, its own keys over the
 * defaults, is decided when the queues are made.
 *
 * @param enabled Whether queues are made and annotated methods run on them. If not, annotated methods are plain calls.
 * @param defaults Keys for the queues that do not set them. The sizes of the queue 'global' do not follow them.
 * @param queues Queues by name. A queue 'global' exists in any case.
 * @param shutdownTimeout Time that accepted works get to finish when the application stops, before they are
 *     interrupted.
 */
@ConfigurationProperties(prefix = "threadlets", ignoreUnknownFields = false)
public record ThreadletsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Queue defaults,
        @DefaultValue Map<String, Queue> queues,
        @DefaultValue("30s") Duration shutdownTimeout) {

    /**
     * What can be set of a queue. Null where it is not set.
     *
     * @param minThreads Threads that stay once they were started.
     * @param maxThreads Most threads at once.
     * @param idleTimeout Time after which a thread without work exits, if there are more than the minimum.
     * @param capacity Most works that may wait for a thread. -1 means no limit.
     * @param onFull What happens to a work for which there is neither a thread nor room.
     * @param prestart Whether the minimum of threads is started with the application instead of on demand.
     * @param threadNamePrefix Beginning of the threads' names. A number follows.
     * @param threadType Kind of threads. 'auto' means virtual where spring.threads.virtual.enabled is set.
     */
    public record Queue(
            @Nullable Integer minThreads,
            @Nullable Integer maxThreads,
            @Nullable Duration idleTimeout,
            @Nullable Integer capacity,
            @Nullable OnFull onFull,
            @Nullable Boolean prestart,
            @Nullable String threadNamePrefix,
            @Nullable ThreadType threadType) {}

    /** The kind of threads of a queue. */
    public enum ThreadType {
        /** Threads of the operating system. */
        PLATFORM,
        /** Virtual threads; needs Java 21. */
        VIRTUAL,
        /** Virtual where {@code spring.threads.virtual.enabled} is set and Java has them. */
        AUTO
    }
}
