package io.threadlets.spring.stored;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletStoreException;
import io.threadlets.spring.config.StoredSettings;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.context.CallObserver;
import io.threadlets.spring.context.CallObserver.ObservedBody;
import io.threadlets.spring.context.CallScope;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.Ending;
import io.threadlets.spring.store.QueueStore;
import io.threadlets.spring.store.TakenCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Runs the calls of one queue on this instance, and decides what is to become of them. Safe from any thread. */
final class StoredQueue implements CallRunner {
    private static final Log LOG = LogFactory.getLog(StoredQueue.class);

    /** A call that was taken and finds no thread for so long is for others to run. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String name;
    private final StoredSettings settings;
    private final StoredTargets targets;
    private final StoredArguments arguments;
    private final QueueRegistry registry;
    private final CallContext context;
    private final @Nullable CallObserver observer;
    private final BeanFactory beans;
    private final Counts counts = new Counts();
    private final Endings endings;

    /** What was taken and has no thread yet. */
    private final Set<TakenWork> waiting = ConcurrentHashMap.newKeySet();

    /** What was taken, waiting or not, and is not with the store again. */
    private final AtomicInteger taken = new AtomicInteger();

    /** How often somebody has changed something in the store from here. */
    private final AtomicInteger changes = new AtomicInteger();

    /** What runs here, and what has run and is being written down, by id. */
    private final Map<String, Attempt> running = new ConcurrentHashMap<>();

    /** Empty where the context has no such store. */
    private volatile @Nullable QueueStore store;

    private volatile boolean isRequired;

    private volatile Map<String, StoredTarget> known = Map.of();
    private volatile boolean isTaking;

    StoredQueue(
            String name,
            StoredTargets targets,
            StoredArguments arguments,
            QueueRegistry registry,
            CallContext context,
            @Nullable CallObserver observer,
            BeanFactory beans) {
        this.name = name;
        this.settings = Objects.requireNonNull(registry.stored().settings(name));
        this.targets = targets;
        this.arguments = arguments;
        this.registry = registry;
        this.context = context;
        this.observer = observer;
        this.beans = beans;
        this.endings = new Endings(name, settings, counts, beans.getBeanProvider(ThreadletExceptionHandler.class));
    }

    String name() {
        return name;
    }

    StoredSettings settings() {
        return settings;
    }

    int changes() {
        return changes.get();
    }

    /** What was read of the store before is not true any more. */
    void changed() {
        changes.incrementAndGet();
    }

    Counts counts() {
        return counts;
    }

    StoredArguments arguments() {
        return arguments;
    }

    /** @param isNeeded whether an application is down that does not reach it */
    void use(QueueStore opened, boolean isNeeded) {
        store = opened;
        isRequired = isNeeded;
    }

    boolean isRequired() {
        return isRequired;
    }

    /** As "PostgreSQL 17.5"; null while that was never reached. */
    @Nullable
    String database() {
        final QueueStore opened = store;
        return opened == null ? null : opened.description();
    }

    /** @throws ThreadletStoreException if this context has none */
    QueueStore store() {
        final QueueStore opened = store;
        if (opened == null) {
            throw new ThreadletStoreException(
                    name,
                    "Queue '" + name + "': the store '" + settings.store() + "' is not part of this application"
                            + " context, as in a test of a part of the application. Nothing is stored.",
                    null);
        }
        return opened;
    }

    /** What goes along to whoever runs a call that the calling thread makes. */
    @Nullable
    String traceOfCaller() {
        return observer == null ? null : observer.trace();
    }

    // ---- life ----

    void start() {
        final QueueStore opened = store;
        if (opened != null && !NamedQueue.isMock(registry.get(name))) {
            known = targets.of(name);
            isTaking = true;
            opened.start();
        }
    }

    void pause() {
        isTaking = false;
        final QueueStore opened = store;
        if (opened != null) {
            opened.pause();
        }
        waiting.forEach(this::takeBack);
    }

    /** Whether it has begun to run calls, and is not about to end. */
    boolean isTaking() {
        return isTaking;
    }

    void stop() {
        final QueueStore opened = store;
        if (opened != null) {
            opened.stop();
        }
    }

    /** Again and again: what finds no thread here does not wait for one. */
    void giveBackTheImpatient() {
        for (TakenWork work : waiting) {
            if (work.ageNanos() > PATIENCE_NANOS) {
                takeBack(work);
            }
        }
    }

    private void takeBack(TakenWork work) {
        queue().dequeue(work);
    }

    /** Again and again: dead calls are not kept for ever. */
    void purge() {
        final QueueStore opened = store;
        if (opened != null && isTaking) {
            try {
                opened.purge(Instant.now().minus(settings.keepDead()));
            } catch (ThreadletStoreException unreachable) {
                LOG.debug(name + ": dead calls could not be purged", unreachable);
            }
        }
    }

    private ThreadletQueue queue() {
        return registry.get(name);
    }

    // ---- for the store ----

    @Override
    public Set<String> targets() {
        return known.isEmpty() ? targets.of(name).keySet() : known.keySet();
    }

    @Override
    public int maxThreads() {
        return registry.watched(queue()).snapshot().maxThreads();
    }

    @Override
    public int room() {
        if (!isTaking) {
            return 0;
        }
        final ThreadletQueue queue = registry.watched(queue());
        final QueueSnapshot now = queue.snapshot();
        if (now.paused() || queue.isShutdown()) {
            return 0;
        }
        // Not by the threads that are free: the one that has just run a call is not yet.
        final long others = queue.running().stream()
                .filter(work -> !(work.work() instanceof TakenWork))
                .count();
        final int othersWaiting = Math.max(0, now.queued() - waiting.size());
        return (int) Math.max(0, now.maxThreads() - taken.get() - others - othersWaiting);
    }

    @Override
    public void execute(Runnable task) {
        final TakenWork work = new TakenWork(task, this);
        waiting.add(work);
        taken.incrementAndGet();
        try {
            queue().submit(work);
        } catch (RejectedExecutionException refused) {
            LOG.warn(name + ": a call that was taken from the store is given back: " + refused.getMessage());
            work.giveBack();
        }
    }

    /** The call is with the store again. */
    void left(TakenWork work) {
        waiting.remove(work);
        final Attempt attempt = work.attempt();
        if (attempt != null) {
            running.remove(attempt.call().id(), attempt);
        }
        taken.decrementAndGet();
        if (work.isTakenBack()) {
            changed(); // somebody looks whether it is gone
        }
        final QueueStore opened = store;
        if (opened != null) {
            opened.freed();
        }
    }

    @Override
    public Ending run(TakenCall call) {
        final TakenWork work = Objects.requireNonNull(TakenWork.current(), "not in a task of this runner");
        waiting.remove(work);
        final StoredTarget target = known.get(call.target());
        if (work.isGivingBack() || !isTaking || target == null) {
            return Endings.givenBack();
        }
        final @Nullable Object[] args;
        try {
            args = arguments.read(target, call.payload());
        } catch (UnreadableArgumentsException unreadable) {
            work.fail(unreadable);
            return endings.dead(target, call, unreadable, new Object[0]);
        }
        if (!call.hasBegun()) {
            registry.stored().firstStarted(name, Duration.between(call.accepted(), Instant.now()));
        }
        final Attempt attempt = new Attempt(target, call, args, registry.deadlines());
        work.begin(attempt);
        running.put(call.id(), attempt);
        return run(attempt, work);
    }

    private @Nullable ObservedBody observed(Attempt attempt, TakenWork work) {
        final TakenCall call = attempt.call();
        final ObservedBody observed = observer == null
                ? null
                : observer.taken(
                        name,
                        attempt.target().label(),
                        attempt.target().method(),
                        Duration.between(call.accepted(), Instant.now()),
                        call.trace());
        work.observe(observed);
        return observed;
    }

    private Ending run(Attempt attempt, TakenWork work) {
        final CallScope scope = context.scope(null);
        scope.enter();
        final Throwable failure;
        try {
            failure = attempt.run(beans, scope, observed(attempt, work), thrown -> endings.isLast(attempt, thrown));
        } finally {
            scope.leave();
        }
        if (failure != null) {
            work.fail(failure);
        }
        return endings.ended(attempt, failure);
    }

    @Override
    public Ending lost(TakenCall call) {
        final StoredTarget target = known.get(call.target());
        if (target == null || !endings.hasCrashedTooOften(call)) {
            return endings.takenOver(call, shown(call));
        }
        return endings.dead(
                target,
                call,
                endings.tooManyCrashes(call, shown(call), registry.propertiesOf(name)),
                readable(target, call));
    }

    private @Nullable Object[] readable(StoredTarget target, TakenCall call) {
        try {
            return arguments.read(target, call.payload());
        } catch (UnreadableArgumentsException unreadable) {
            return new Object[0];
        }
    }

    @Override
    public Ending unfinished(String id) {
        final Attempt attempt = running.get(id);
        return attempt == null ? Endings.givenBack() : endings.unfinished(attempt);
    }

    @Override
    public void late(TakenCall call) {
        LOG.warn(name + ": " + shown(call) + " ended here too late: this instance was not heard of for so long that"
                + " another one has been given the call, so that it is run twice");
    }

    private String shown(TakenCall call) {
        return label(call.target()) + " (" + call.id() + ")";
    }

    // ---- for people ----

    @Nullable
    StoredTarget target(String target) {
        return known.get(target);
    }

    /** As {@code MailService.send}; the target's name if this instance does not know it. */
    String label(String target) {
        final StoredTarget found = known.get(target);
        return found == null ? StoredTarget.shown(target) : found.label();
    }

    /** The attempt that runs here; null if none does. */
    @Nullable
    Attempt runningHere(String id) {
        return running.get(id);
    }
}
