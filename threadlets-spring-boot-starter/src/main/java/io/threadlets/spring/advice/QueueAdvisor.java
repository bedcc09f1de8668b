package io.threadlets.spring.advice;

import io.threadlets.QueuedWork;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.SettingsResolver;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.history.WorkHistories;
import io.threadlets.spring.inspect.Inspection;
import io.threadlets.spring.inspect.LockView;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.inspect.RunningView;
import io.threadlets.spring.inspect.TaskFutures;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueLifecycle;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.queue.StoredQueueView;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Looks at the queues each second, and judges what it sees. Looks at the threads of those works only that have run for
 * a second and longer than such works do, and at so many at most: threads stand still while they are looked at.
 */
public final class QueueAdvisor implements Advisor, SmartInitializingSingleton {
    private static final Log LOG = LogFactory.getLog(QueueAdvisor.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int USUAL_TIMES = 2;
    private static final int MOST_THREADS = 200;
    private static final int MOST_THREADS_OF_A_QUEUE = 100;
    private static final int MOST_WAITING = 1_000;

    private final QueueRegistry queues;
    private final QueueInspector inspector;
    private final QueueHistories histories;
    private final WorkHistories works;
    private final QueueLifecycle lifecycle;
    private final LongSupplier nanoTime;
    private final Stands stands = new Stands();

    private volatile Advice latest = new Advice("Nobody has looked at the queues yet.", List.of());

    /**
     * An advisor that begins when all beans are made.
     *
     * @param queues what to look at
     * @param inspector looks at their works
     * @param histories what their numbers were
     * @param works what their works did
     * @param lifecycle tells whether they are meant to end
     * @param nanoTime the time
     */
    public QueueAdvisor(
            QueueRegistry queues,
            QueueInspector inspector,
            QueueHistories histories,
            WorkHistories works,
            QueueLifecycle lifecycle,
            LongSupplier nanoTime) {
        this.queues = queues;
        this.inspector = inspector;
        this.histories = histories;
        this.works = works;
        this.lifecycle = lifecycle;
        this.nanoTime = nanoTime;
    }

    @Override
    public Advice advice() {
        return latest;
    }

    @Override
    public void afterSingletonsInstantiated() {
        look();
        queues.deadlines().each(EVERY, this::look);
    }

    private void look() {
        try {
            latest = Rules.judge(scenes());
        } catch (RuntimeException e) { // it would be the last look
            LOG.error("The queues could not be judged", e);
        }
    }

    private List<Scene> scenes() {
        final List<Inspection> seen = inspector.inspect(QueueInspector.USUAL_DEPTH, new Choice());
        final Map<String, NamedQueue> named = inspector.queues();
        final Map<Long, String> elsewhere = elsewhere(seen);
        final long now = nanoTime.getAsLong();
        stands.begin();
        final List<Scene> scenes = new ArrayList<>();
        for (Inspection inspection : seen) {
            final NamedQueue queue = named.get(inspection.queue().name());
            if (queue != null) {
                scenes.add(scene(queue, inspection, elsewhere, now));
            }
        }
        return scenes;
    }

    private Scene scene(NamedQueue queue, Inspection seen, Map<Long, String> elsewhere, long now) {
        final String name = queue.name();
        final List<Standing> standings = new ArrayList<>();
        for (RunningView work : seen.running()) {
            standings.add(stands.see(work, works.median(name, work.description()), now));
        }
        return new Scene(
                seen.queue(),
                histories.lookAt(queue),
                standings,
                seen.queue().now().queued() > 0 && seen.queue().now().idle() == 0 ? own(queue) : Map.of(),
                elsewhere,
                queues.settings(name) == null ? null : SettingsResolver.prefix(name),
                store(name),
                lifecycle.isClosing());
    }

    private @Nullable StoreLook store(String queue) {
        final StoredQueueView stored = queues.stored().view(queue);
        return stored == null ? null : stored.lastLook();
    }

    /** The longest running ones that run longer than usual, as far as there are not too many of them. */
    private final class Choice implements BiPredicate<NamedQueue, RunningWork> {
        private final Map<NamedQueue, Integer> chosen = new HashMap<>();
        private int all;

        @Override
        public boolean test(NamedQueue queue, RunningWork work) {
            final int ofQueue = chosen.getOrDefault(queue, 0);
            if (all >= MOST_THREADS || ofQueue >= MOST_THREADS_OF_A_QUEUE || !isLong(queue, work)) {
                return false;
            }
            all++;
            chosen.put(queue, ofQueue + 1);
            return true;
        }

        private boolean isLong(NamedQueue queue, RunningWork work) {
            final Duration elapsed = work.elapsed();
            if (elapsed == null || elapsed.compareTo(SHORT) < 0) {
                return elapsed == null; // without times
            }
            final Duration median = works.median(queue.name(), work.description());
            return median == null || elapsed.compareTo(median.multipliedBy(USUAL_TIMES)) > 0;
        }
    }

    // ---- what waits that the queue's own works have submitted ----

    private Map<Long, Integer> own(NamedQueue queue) {
        if (!works.hasOwn(queue.name())) {
            return Map.of();
        }
        final Map<Long, Integer> own = new HashMap<>();
        for (QueuedWork waiting : queue.watched().queued(MOST_WAITING)) {
            final Thread submitter = works.submitter(queue.name(), waiting.work());
            if (submitter != null && isAwaited(queue.watched(), waiting)) {
                own.merge(submitter.getId(), 1, Integer::sum);
            }
        }
        return own;
    }

    /** False if it is known that nothing depends on a work's future. That is known of tasks, which have one future. */
    private static boolean isAwaited(ThreadletQueue queue, QueuedWork waiting) {
        final ThreadletFuture<?> future = TaskFutures.of(queue, waiting.work());
        return future == null || future.getNumberOfDependents() > 0;
    }

    // ---- threads that are no queue's ----

    /** Where those stand that hold locks which works wait for. */
    private static Map<Long, String> elsewhere(List<Inspection> seen) {
        final Map<Long, String> at = new HashMap<>();
        for (Inspection inspection : seen) {
            for (RunningView work : inspection.running()) {
                final LockView lock = work.waitingFor();
                if (lock != null && lock.holderId() >= 0 && lock.holder() == null) {
                    final String frame = at(lock.holderId());
                    if (frame != null) {
                        at.put(lock.holderId(), frame);
                    }
                }
            }
        }
        return at;
    }

    private static @Nullable String at(long thread) {
        final @Nullable ThreadInfo info =
                ManagementFactory.getThreadMXBean().getThreadInfo(thread, QueueInspector.USUAL_DEPTH);
        return info == null ? null : Place.of(List.of(info.getStackTrace())).at();
    }
}
