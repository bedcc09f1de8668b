package io.threadlets.spring.metrics;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.queue.MeteredCall;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The timers of a queue's name on one registry. Safe from any thread. */
final class QueueTimers {
    private static final String WORK = "threadlets.work";
    private static final String BLOCKED = "threadlets.submit.blocked";
    private static final String NO_ERROR = "none";
    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Tags queue;
    private final boolean hasWorkTag;
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();
    private final Map<Kind, Timer> ran = new ConcurrentHashMap<>();
    private final Timer wait;

    /** Of the works that end well; where works are told apart, of those that are no calls. */
    private final Timer well;

    /** Null for a queue without a store. */
    private final @Nullable Timer storedWait;

    /** Whether observations have registered a meter of their own beside. */
    private volatile boolean hasObserved;

    /** What tells the works' timers apart. */
    private record Kind(String work, String error) {}

    /**
     * Registers them.
     *
     * @param hasWorkTag whether works are told apart by their methods
     * @param blocks whether the queue is known to have its submitters wait for room
     * @param isStored whether its calls are stored
     */
    QueueTimers(MeterRegistry registry, String queue, boolean hasWorkTag, boolean blocks, boolean isStored) {
        this.registry = registry;
        this.queue = Tags.of("queue", queue);
        this.hasWorkTag = hasWorkTag;
        this.wait = registered(Timer.builder("threadlets.wait").description("From submission to the work's begin"));
        this.well = ran(new Kind(OTHER, NO_ERROR));
        this.storedWait = isStored
                ? registered(Timer.builder("threadlets.stored.wait")
                        .description("From the storing of a call to the begin of its first attempt"))
                : null;
        if (blocks) {
            timerOfBlocked();
        }
    }

    void firstStarted(long nanos) {
        if (storedWait != null) {
            storedWait.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    void ran(ThreadletWork work, long nanos, @Nullable Throwable failure) {
        final boolean isCall = work instanceof MeteredCall;
        final Timer timer;
        if (failure == null && !(hasWorkTag && isCall)) {
            timer = well;
        } else {
            final String name = isCall && hasWorkTag ? work.describe() : OTHER;
            timer = ran(new Kind(name, failure == null ? NO_ERROR : nameOf(failure)));
        }
        if (isCall && ((MeteredCall) work).isObserved()) {
            hasObserved = true;
            return; // timed by the observation, in the same timer
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void blocked(long nanos) {
        timerOfBlocked().record(nanos, TimeUnit.NANOSECONDS);
    }

    /** As observations name it. */
    private static String nameOf(Throwable failure) {
        final String name = failure.getClass().getSimpleName();
        return name.isEmpty() ? failure.getClass().getName() : name;
    }

    private Timer ran(Kind kind) {
        final Timer known = ran.get(kind);
        return known != null ? known : ran.computeIfAbsent(kind, this::register);
    }

    private Timer register(Kind kind) {
        return registered(Timer.builder(WORK)
                .description("From the work's begin to its end")
                .tag("error", kind.error())
                .tags(workTag(kind)));
    }

    private Tags workTag(Kind kind) {
        return hasWorkTag ? Tags.of("work", kind.work()) : Tags.empty();
    }

    private Timer timerOfBlocked() {
        return registered(Timer.builder(BLOCKED).description("Time that submitters waited for room"));
    }

    private Timer registered(Timer.Builder builder) {
        final Timer timer = builder.tags(queue).register(registry);
        meters.add(timer);
        return timer;
    }

    /** No queue of that name is shown any more. Takes along what observations have registered for its works. */
    void remove() {
        if (hasObserved) {
            ran.keySet()
                    .forEach(kind -> meters.add(LongTaskTimer.builder(WORK + ".active")
                            .tags(queue)
                            .tags(workTag(kind))
                            .register(registry)));
        }
        meters.forEach(registry::remove);
    }
}
