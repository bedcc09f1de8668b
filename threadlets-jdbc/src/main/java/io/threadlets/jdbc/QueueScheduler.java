package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import io.threadlets.spring.store.CallRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of one queue, from one start of the application to the next stop: a scheduler of db-scheduler, on the
 * queue's threads. It begins when the database can be reached, and rests while it cannot.
 */
final class QueueScheduler {
    private static final Log LOG = LogFactory.getLog(QueueScheduler.class);

    /** More than a queue may have: how many rows are taken is decided with each look. */
    private static final int THREADS = 1_000;

    /** As soon as one is free, half of them may be: what db-scheduler decides by is not what counts here. */
    private static final double LOWER_LIMIT = 0.5;

    private static final double UPPER_LIMIT = 1.0;

    /** Calls of methods that this instance does not know are not its to delete. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private static final long RETRY_SECONDS = 1;

    /** Of so many polls one is a twentieth: a call that is due after that time is found in time by itself. */
    private static final int MANY_POLLS = 20;

    private final String queue;
    private final String table;
    private final String instance;
    private final Database database;
    private final JdbcStoreProperties properties;
    private final CallRunner runner;
    private final Reach reach;
    private final StoreThreads.Housekeeper housekeeper;
    private final TakenTasks tasks;
    private final AtomicBoolean isTroubled = new AtomicBoolean();

    /** Null until the database was reached. */
    private volatile @Nullable Running running;

    private volatile boolean isStopping;
    private volatile @Nullable Future<?> beginning;
    private volatile long troubledSince;
    private volatile @Nullable String told;

    /** Reaches the table. */
    @FunctionalInterface
    interface Reach {
        Reached reach() throws SQLException;
    }

    /** What was reached. */
    record Reached(Platform platform, Rows rows) {}

    /** What takes calls, and what deals with them. */
    private record Running(Scheduler scheduler, TakenCalls calls) {}

    QueueScheduler(
            String queue,
            String table,
            String instance,
            Database database,
            JdbcStoreProperties properties,
            CallRunner runner,
            Reach reach) {
        this.queue = queue;
        this.table = table;
        this.instance = instance;
        this.database = database;
        this.properties = properties;
        this.runner = runner;
        this.reach = reach;
        this.housekeeper = new StoreThreads.Housekeeper(queue);
        this.tasks = new TakenTasks(runner, this::wakeUp);
    }

    /** Does not wait for the database. */
    void start() {
        beginning = housekeeper.scheduleWithFixedDelay(this::begin, 0, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private void begin() {
        try {
            final Reached reached = reach.reach();
            begin(reached);
        } catch (SQLException | RuntimeException unreachable) {
            final String why = String.valueOf(unreachable.getMessage());
            if (!why.equals(told)) {
                told = why;
                LOG.warn(queue + ": its store jdbc cannot be used yet, and no calls are run: " + why);
            }
        }
    }

    private synchronized void begin(Reached reached) {
        if (isStopping || running != null) {
            return;
        }
        final TakenCalls calls = new TakenCalls(queue, database, reached.rows(), properties, runner, this::wakeUpAt);
        final List<Task<?>> targets = runner.targets().stream()
                .<Task<?>>map(target -> new CallTask(target, calls::run, calls::lost))
                .toList();
        final Scheduler scheduler = Scheduler.create(database.dataSource(), targets)
                .schedulerName(new SchedulerName.Fixed(instance))
                .tableName(table)
                .jdbcCustomization(reached.platform().customization(tasks::limit))
                .serializer(new Bytes())
                .executorService(tasks)
                .dueExecutor(new StoreThreads.Poller(queue, this::wakeUp))
                .housekeeperExecutor(housekeeper)
                .threads(THREADS)
                .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                .pollingInterval(properties.pollInterval())
                .heartbeatInterval(properties.heartbeat())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(Duration.ZERO)
                .failureLogging(LogLevel.ERROR, /* logStackTrace= */ true)
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onSchedulerEvent(SchedulerEventType type) {
                        if (type == SchedulerEventType.UNEXPECTED_ERROR) {
                            lookForTrouble();
                        }
                    }
                })
                .build();
        running = new Running(scheduler, calls);
        final Future<?> begun = beginning;
        if (begun != null) {
            begun.cancel(false);
        }
        scheduler.start();
    }

    // ---- trouble ----

    /** Something has failed: while the database cannot be reached there is no use in trying again and again. */
    private void lookForTrouble() {
        if (!isStopping && isTroubled.compareAndSet(false, true)) {
            troubledSince = 0;
            housekeeper.execute(this::probe);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the housekeeper
    private void probe() {
        final Running now = running;
        if (isStopping || now == null) {
            return;
        }
        try {
            database.apart(connection -> connection.isValid((int) RETRY_SECONDS));
            isTroubled.set(false);
            now.scheduler().resume();
            if (troubledSince != 0) { // else the next poll is soon enough: what has failed may fail again at once
                LOG.warn(queue + ": its store jdbc is reached again, after "
                        + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - troubledSince) + " s");
                now.scheduler().triggerCheckForDueExecutions();
            }
        } catch (SQLException unreachable) {
            if (troubledSince == 0) {
                troubledSince = System.nanoTime();
                now.scheduler().pause();
                LOG.warn(queue + ": its store jdbc cannot be reached, and no calls are taken: "
                        + unreachable.getMessage());
            }
            housekeeper.schedule(this::probe, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    // ---- for the store ----

    void wakeUp() {
        final Running now = running;
        if (now != null) {
            now.scheduler().triggerCheckForDueExecutions();
        }
    }

    /** Of calls that are due soon, and would be late if they waited for the poll. */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the housekeeper
    private void wakeUpAt(Instant due) {
        final Duration left = Duration.between(Instant.now(), due);
        if (left.compareTo(properties.pollInterval().multipliedBy(MANY_POLLS)) < 0) {
            // not a moment too early, since a look that finds nothing waits for the poll
            housekeeper.schedule(this::wakeUp, left.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    void freed() {
        tasks.freed();
    }

    void pause() {
        tasks.shutdown();
    }

    /** What runs has ended, or its end is decided now. */
    void stop() {
        final Running now;
        synchronized (this) {
            isStopping = true;
            now = running;
        }
        if (now == null) {
            housekeeper.shutdown();
            return;
        }
        now.calls().stopTrying();
        now.scheduler().stop();
        now.calls().endTheRest();
    }
}
