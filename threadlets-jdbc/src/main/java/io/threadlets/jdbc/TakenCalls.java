package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.task.Execution;
import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.Ending;
import io.threadlets.spring.store.TakenCall;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Has the calls run that this instance has taken, and writes down what becomes of them. Safe from any thread. */
final class TakenCalls {
    private static final Log LOG = LogFactory.getLog(TakenCalls.class);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String queue;
    private final Database database;
    private final Rows rows;
    private final CallRunner runner;

    /** For so long others leave the call alone: until then its ending may be written down. */
    private final Duration patience;

    private final Map<String, Execution> taken = new ConcurrentHashMap<>();
    private volatile boolean isTryingOnce;

    TakenCalls(String queue, Database database, Rows rows, JdbcStoreProperties properties, CallRunner runner) {
        this.queue = queue;
        this.database = database;
        this.rows = rows;
        this.runner = runner;
        this.patience = properties.heartbeat().multipliedBy(properties.missedHeartbeats());
    }

    /** On a thread of the queue. Returns what writes down the ending. */
    Runnable run(Execution execution) {
        taken.put(execution.getId(), execution);
        final CallData data = data(execution);
        final TakenCall call = call(execution, data, 0);
        CarriedContext.restore(data.context());
        final Ending ending = runner.run(call);
        return () -> {
            try {
                end(execution, call, ending, 0);
            } finally {
                CarriedContext.clear(data.context());
            }
        };
    }

    private CallData data(Execution execution) {
        final byte[] bytes = (byte[]) execution.taskInstance.getData();
        try {
            return rows.data(bytes);
        } catch (RuntimeException unreadable) { // written by somebody else: as arguments it is unreadable too
            return new CallData(execution.executionTime, Map.of(), new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static TakenCall call(Execution execution, CallData data, int crashes) {
        return new TakenCall(
                execution.getId(),
                execution.getTaskName(),
                data.payload(),
                execution.consecutiveFailures + 1,
                crashes,
                data.accepted(),
                execution.lastFailure != null,
                CarriedContext.trace(data.context()));
    }

    /** The instance that ran the call has died, or was not heard of for too long. */
    void lost(Execution execution) {
        try {
            final int crashes = 1 + database.apart(connection -> rows.crashes(connection, execution));
            final TakenCall call = call(execution, data(execution), crashes);
            final Ending ending = runner.lost(call);
            if (isWritten(execution, ending, 1)) {
                LOG.warn(queue + ": instance " + execution.pickedBy + " was not heard of for " + patience.toMillis()
                        + " ms; call " + execution.getId() + " is taken from it");
                ending.then().run();
            } // else another instance has found it too, or the lost one lives
        } catch (SQLException failed) {
            LOG.warn(queue + ": call " + execution.getId() + " of instance " + execution.pickedBy
                    + ", which was not heard of, could not be taken from it; it is tried again: "
                    + failed.getMessage());
        }
    }

    // ---- writing down ----

    private void end(Execution execution, TakenCall call, Ending ending, int crashes) {
        final long since = System.nanoTime();
        for (boolean isFirst = true; ; isFirst = false) {
            try {
                final boolean isOurs = isWritten(execution, ending, crashes);
                taken.remove(execution.getId(), execution);
                if (isOurs) {
                    ending.then().run();
                } else {
                    runner.late(call);
                }
                return;
            } catch (SQLException failed) {
                if (isTryingOnce || System.nanoTime() - since > patience.toNanos()) {
                    LOG.error(
                            queue + ": the end of call " + execution.getId() + " could not be written down; it is run"
                                    + " again when this instance was not heard of for " + patience.toMillis() + " ms",
                            failed);
                    return;
                }
                if (isFirst) {
                    LOG.warn(queue + ": the end of call " + execution.getId() + " could not be written down; it is"
                            + " tried again for " + patience.toMillis() + " ms: " + failed.getMessage());
                }
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
    }

    private boolean isWritten(Execution execution, Ending ending, int crashes) throws SQLException {
        return database.apart(connection -> {
            if (ending instanceof Ending.Done) {
                return rows.remove(connection, execution);
            }
            if (ending instanceof Ending.Retry retry) {
                return rows.retry(connection, execution, retry.due(), retry.failure());
            }
            if (ending instanceof Ending.Dead dead) {
                return rows.die(connection, execution, dead.failure(), crashes);
            }
            return rows.giveBack(connection, execution, crashes);
        });
    }

    // ---- stop ----

    /** The application stops: what cannot be written down now is left to others. */
    void stopTrying() {
        isTryingOnce = true;
    }

    /** What goes on although it was told to end is not this instance's any more. */
    void giveBackTheRest() {
        for (Execution execution : taken.values()) {
            try {
                if (isWritten(execution, new Ending.GivenBack(() -> {}), 0)) {
                    LOG.warn(queue + ": call " + execution.getId()
                            + " has not ended with the stop; it is given back, and may be run twice");
                }
            } catch (SQLException failed) {
                LOG.warn(queue + ": call " + execution.getId() + " could not be given back; others take it when this"
                        + " instance was not heard of for " + patience.toMillis() + " ms: " + failed.getMessage());
            }
        }
    }
}
