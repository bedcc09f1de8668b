package io.threadlets.spring.config;

import io.threadlets.OnFull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties of the starter, as they are written. What holds for a queue in the end, its own keys over the
 * defaults, is decided when the queues are made.
 *
 * @param enabled Whether queues are made and annotated methods run on them. If not, annotated methods are plain calls.
 * @param mode Where annotated methods and the queues' executors run. 'inline' means in the caller, without limits and
 *     timeouts, for tests.
 * @param defaults Keys for the queues that do not set them. The sizes of the queue 'global' do not follow them.
 * @param queues Queues by name. A queue 'global' exists in any case.
 * @param methods Settings of annotated methods, which replace attributes of the annotation. Keys are a class and a
 *     method, as in [MailService.send].
 * @param shutdownTimeout Time that accepted works have to finish when the application stops, before they are
 *     interrupted. Ends 2.5 s before spring.lifecycle.timeout-per-shutdown-phase at the latest, so that they can clean
 *     up.
 * @param propagateContext Whether logging context, registered thread locals and task decorators go along with calls.
 * @param web What web applications answer.
 * @param health What the health of the queues says.
 * @param metrics What meters show beside the usual.
 * @param observations Whether calls are observed.
 */
@ConfigurationProperties("threadlets")
public record ThreadletsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("queued") Mode mode,
        @DefaultValue Queue defaults,
        @DefaultValue Map<String, Queue> queues,
        @DefaultValue Map<String, Method> methods,
        @DefaultValue("30s") Duration shutdownTimeout,
        @DefaultValue("true") boolean propagateContext,
        @DefaultValue Web web,
        @DefaultValue Health health,
        @DefaultValue Metrics metrics,
        @DefaultValue Observations observations) {

    /** How long a queue may have no free thread for works that wait. Bursts are shorter. */
    private static final Duration SATURATED_AFTER = Duration.ofSeconds(30);

    /** The same with other queues. */
    ThreadletsProperties with(Queue otherDefaults, Map<String, Queue> otherQueues) {
        return new ThreadletsProperties(
                enabled,
                mode,
                otherDefaults,
                otherQueues,
                methods,
                shutdownTimeout,
                propagateContext,
                web,
                health,
                metrics,
                observations);
    }

    /**
     * What is bound where nothing is set. Binding costs an application's start more than all its queues.
     *
     * @return the defaults
     */
    public static ThreadletsProperties unset() {
        return new ThreadletsProperties(
                true,
                Mode.QUEUED,
                Queue.unset(),
                Map.of(),
                Map.of(),
                Duration.ofSeconds(30),
                true,
                Web.unset(),
                new Health(SATURATED_AFTER),
                Metrics.unset(),
                Observations.unset());
    }

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
     * @param threadType Kind of threads. 'auto' means virtual where spring.threads.virtual.enabled is set and Java is
     *     21 or later.
     * @param timeout Time that a call of an annotated method may take, waiting included. 0 means no limit.
     * @param queueTimeout Time that a call of an annotated method may wait for a thread; later it is not run any more.
     *     0 means no limit.
     * @param slowAfter Time after which a work that still runs is reported in the log. 0 means never.
     * @param interrupt Whether timeouts, cancels and a stop interrupt the thread of an annotated method.
     * @param store Where the calls are kept. 'memory' or the name of a store on the class path, such as 'jdbc'. Cannot
     *     be set for all queues at once.
     * @param retries Attempts after the first that a stored call has.
     * @param backoff Time between the first attempt of a stored call and the second.
     * @param backoffMultiplier Factor by which that time grows with each further attempt.
     * @param backoffMax Longest time between two attempts of a stored call.
     * @param maxCrashes Number of instances that may die while they run a stored call. With the last of them the call
     *     is dead.
     * @param keepDead Time for which dead calls are kept, to be seen and run again.
     * @param maxPayload Largest size of a stored call's arguments, as JSON.
     */
    public record Queue(
            @Nullable Integer minThreads,
            @Nullable Integer maxThreads,
            @Nullable Duration idleTimeout,
            @Nullable Integer capacity,
            @Nullable OnFull onFull,
            @Nullable Boolean prestart,
            @Nullable String threadNamePrefix,
            @Nullable ThreadType threadType,
            @Nullable Duration timeout,
            @Nullable Duration queueTimeout,
            @Nullable Duration slowAfter,
            @Nullable Boolean interrupt,
            @Nullable String store,
            @Nullable Integer retries,
            @Nullable Duration backoff,
            @Nullable Double backoffMultiplier,
            @Nullable Duration backoffMax,
            @Nullable Integer maxCrashes,
            @Nullable Duration keepDead,
            @Nullable DataSize maxPayload) {

        /**
         * What a queue is that is named without a key, as in {@code mail:}. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return a queue that has the defaults
         */
        public static Queue valueOf(String text) {
            return unset();
        }

        /** A queue of which nothing is set. */
        static Queue unset() {
            return new Queue(
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, null);
        }
    }

    /**
     * What can be set of an annotated method. Null where it is not set.
     *
     * @param queue Name of the queue.
     * @param timeout Time that a call may take, waiting included. 0 means no limit.
     * @param fallback Name of the method that is called when a call fails.
     * @param interrupt Whether timeouts, cancels and a stop interrupt the thread of a call.
     * @param name Name of the method in the store of its queue.
     * @param key Expression for the key of a stored call.
     * @param noRetryFor Types of exceptions that end a stored call at once.
     */
    public record Method(
            @Nullable String queue,
            @Nullable Duration timeout,
            @Nullable String fallback,
            @Nullable Boolean interrupt,
            @Nullable String name,
            @Nullable String key,
            @Nullable List<Class<? extends Throwable>> noRetryFor) {
        /**
         * What there is where a text stands in its place. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return a method of which nothing is set
         */
        public static Method valueOf(String text) {
            return unset();
        }

        /**
         * What says nothing.
         *
         * @return a method of which nothing is set
         */
        public static Method unset() {
            return new Method(null, null, null, null, null, null, null);
        }
    }

    /**
     * What web applications answer.
     *
     * @param errorResponses Whether requests whose calls were rejected or timed out, and that the application does not
     *     handle, are answered with 503 and 504.
     */
    public record Web(@DefaultValue("true") boolean errorResponses) {
        /**
         * What there is where a text stands in its place. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return the defaults
         */
        public static Web valueOf(String text) {
            return unset();
        }

        static Web unset() {
            return new Web(true);
        }
    }

    /**
     * What the health of the queues says.
     *
     * @param saturatedAfter Time after which a queue whose threads are all busy while works wait is SATURATED. 0 means
     *     at once.
     */
    public record Health(@DefaultValue("30s") Duration saturatedAfter) {
        /**
         * What there is where a text stands in its place. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return the defaults
         */
        public static Health valueOf(String text) {
            return new Health(SATURATED_AFTER);
        }
    }

    /**
     * What meters show beside the usual.
     *
     * @param executorNames Whether queues are also shown as 'executor.*' with the tag 'name', as Micrometer names
     *     executors, for dashboards that there are.
     * @param workTag Whether the timer 'threadlets.work' has a tag 'work' with the annotated method, or 'other'. Each
     *     method is then a time series of its own.
     */
    public record Metrics(
            @DefaultValue("false") boolean executorNames,
            @DefaultValue("false") boolean workTag) {
        /**
         * What there is where a text stands in its place. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return the defaults
         */
        public static Metrics valueOf(String text) {
            return unset();
        }

        static Metrics unset() {
            return new Metrics(false, false);
        }
    }

    /**
     * Whether calls are observed.
     *
     * @param enabled Whether each call of an annotated method is an observation, and so a span where there is a tracer.
     *     By default only where there is a tracer.
     */
    public record Observations(@Nullable Boolean enabled) {
        /**
         * What there is where a text stands in its place. Used for binding.
         *
         * @param text what stands there; checked when all is bound
         * @return the defaults
         */
        public static Observations valueOf(String text) {
            return unset();
        }

        static Observations unset() {
            return new Observations(null);
        }
    }

    /** Where annotated methods run. */
    public enum Mode {
        /** On the queues' threads. */
        QUEUED,
        /** In the caller. */
        INLINE
    }

    /** The kind of threads of a queue. */
    public enum ThreadType {
        /** Virtual where {@code spring.threads.virtual.enabled} is set and Java has them. The default. */
        AUTO,
        /** Threads of the operating system. */
        PLATFORM,
        /** Virtual threads; needs Java 21. */
        VIRTUAL
    }
}
