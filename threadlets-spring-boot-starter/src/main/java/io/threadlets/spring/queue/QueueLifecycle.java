package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.QueueSettings;
import io.threadlets.spring.config.QueueWords;
import java.time.Duration;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts and stops the queues with their context. A stop of a context that closes shuts them down; any other stop
 * pauses them, since a queue that was shut down cannot be started again.
 */
public final class QueueLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, DisposableBean {
    /** That of Spring's own executors: after the web server has drained, before data sources go. */
    public static final int PHASE = Integer.MAX_VALUE / 2;

    private static final Log LOG = LogFactory.getLog(QueueLifecycle.class);

    private final QueueRegistry queues;
    private final ApplicationContext context;
    private final Duration shutdownTimeout;
    private final Duration phaseTimeout;
    private final UsualTimes usual;
    private final StopTimes times;

    /** Held during each start and stop, which may overlap when the container gives up waiting for one. */
    private final ReentrantLock transition = new ReentrantLock();

    private Set<ThreadletQueue> paused = Set.of();
    private boolean wasAnnounced;
    private boolean isClosed;
    private volatile boolean isRunning;
    private volatile boolean isContextClosing;

    /**
     * Makes a life cycle that has not begun.
     *
     * @param queues what to start and stop
     * @param context whose life cycle it is
     * @param shutdownTimeout what works get to finish
     * @param phaseTimeout what the container waits for this to stop
     * @param usual what slow works usually take
     */
    public QueueLifecycle(
            QueueRegistry queues,
            ApplicationContext context,
            Duration shutdownTimeout,
            Duration phaseTimeout,
            UsualTimes usual) {
        this.queues = queues;
        this.context = context;
        this.shutdownTimeout = shutdownTimeout;
        this.phaseTimeout = phaseTimeout;
        this.usual = usual;
        this.times = StopTimes.of(shutdownTimeout, phaseTimeout);
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public void start() {
        transition.lock();
        try {
            for (ThreadletQueue queue : paused) {
                queue.resume();
            }
            paused = Set.of();
            isRunning = true;
            announceOnce();
            ofStores(StoredQueueAccess::start);
        } finally {
            transition.unlock();
        }
    }

    @Override
    public void stop() {
        transition.lock();
        try {
            if (isContextClosing) {
                close(times);
            } else if (isRunning) {
                ofStores(StoredQueueAccess::pause);
                try {
                    paused = new QueueStop(queues, times).pause();
                } finally {
                    ofStores(StoredQueueAccess::stop);
                }
            }
        } finally {
            isRunning = false;
            transition.unlock();
        }
    }

    @Override
    public void stop(Runnable callback) {
        final Thread stopper = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "threadlets-stop");
        stopper.setDaemon(true);
        stopper.start();
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext().equals(context)) {
            isContextClosing = true;
        }
    }

    /**
     * Whether the queues end because their context does.
     *
     * @return from the moment at which it begins to close
     */
    public boolean isClosing() {
        return isContextClosing;
    }

    /**
     * The end also for a context that was never started, or was stopped before: what then waits is not to run any more.
     */
    @Override
    public void destroy() {
        transition.lock();
        try {
            close(paused.isEmpty() ? times : times.withoutDrain());
            queues.deadlines().close();
        } finally {
            transition.unlock();
        }
    }

    private boolean isVirtual(NamedQueue queue) {
        final QueueSettings settings = queues.settings(queue.name());
        return settings != null && settings.virtual();
    }

    private void close(StopTimes within) {
        if (!isClosed) {
            isClosed = true;
            ofStores(StoredQueueAccess::pause);
            try {
                new QueueStop(queues, within).close();
            } finally {
                ofStores(StoredQueueAccess::stop);
            }
        }
    }

    private void ofStores(Consumer<StoredQueueAccess> task) {
        final StoredQueueAccess access = queues.stored().access();
        if (access != null) {
            task.accept(access);
        }
    }

    private void announceOnce() {
        if (wasAnnounced) {
            return;
        }
        wasAnnounced = true;
        queues.watch(usual);
        if (LOG.isInfoEnabled()) {
            final StringJoiner sizes = new StringJoiner(", ");
            for (NamedQueue queue : queues.own().values()) {
                sizes.add(
                        NamedQueue.isMock(queue.watched())
                                ? queue.name() + " (a mock)"
                                : QueueWords.sizes(queue.snapshot(), isVirtual(queue)));
            }
            final int count = queues.own().size();
            LOG.info(count
                    + (count == 1 ? " queue ready: " : " queues ready: ")
                    + sizes
                    + (queues.isInline() ? "; annotated calls run in their callers (threadlets.mode=inline)" : ""));
        }
        if (shutdownTimeout.compareTo(phaseTimeout) > 0) {
            LOG.warn("threadlets.shutdown-timeout (" + QueueWords.seconds(shutdownTimeout) + ") is longer than"
                    + " spring.lifecycle.timeout-per-shutdown-phase (" + QueueWords.seconds(phaseTimeout)
                    + "), in which works must also clean up: they are interrupted after "
                    + QueueWords.seconds(times.drain()) + ". Raise the latter.");
        }
    }
}
