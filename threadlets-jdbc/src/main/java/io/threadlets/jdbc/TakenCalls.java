package io.threadlets.jdbc;

import com.github.kagkarlsson.scheduler.task.Execution;
import io.threadlets.spring.store.CallRunner;
import io.threadlets.spring.store.Ending;
import io.threadlets.spring.store.TakenCall;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Has the calls run that this instance has taken, and writes down what becomes of them. Safe from any thread. */
final class TakenCalls {
    private static final Log LOG = LogFactory.getLog(TakenCalls.class);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String queue;
    private final Database database;
    private final Rows rows;
    private final CallRunner runner;
    private final Consumer<Instant> wakeUpAt;

    /** For so long others leave the call alone: until then its ending may be written down. */
    private final Duration patience;

    /** The calls whose end is not written down yet, by id. */
    private final Map<String, Taken> taken = new ConcurrentHashMap<>();

    private volatile boolean isTryingOnce;

    /** A call that this instance has taken. */
    private static final class Taken {
        private final Execution execution;

        /** Null until it is decided. */
        private volatile @Nullable Ending ending;

        Taken(Execution execution) {
            this.execution = execution;
        }
    }

    /** @param wakeUpAt told when a call is due that this instance has run, and whose attempt has failed */
    TakenCalls(
            String queue,
            Database database,
            Rows rows,
            JdbcStoreProperties properties,
            CallRunner runner,
            Consumer<Instant> wakeUpAt) {
        this.queue = queue;
        this.database = database;
        this.rows = rows;
        this.runner = runner;
        this.wakeUpAt = wakeUpAt;
        this.patience = properties.heartbeat().multipliedBy(properties.missedHeartbeats());
    }

    /** On a thread of the queue. Returns what writes down the ending. */
    Runnable run(Execution execution) {
        final Taken own = new Taken(execution);
        taken.put(execution.getId(), own);
        final CallData data = data(execution);
        final TakenCall call = call(execution, data, 0);
        CarriedContext.restore(data.context());
        final Ending ending = runner.run(call);
        own.ending = ending;
        return () -> {
            try {
                end(own, call, ending);
            } finally {
                CarriedContext.clear(data.context());
            }
        };
    }

    private CallData data(Execution execution) {
        return rows.data((byte[]) execution.taskInstance.getData(), execution.executionTime);
    }

    private static TakenCall call(Execution execution, CallData data, int crashes) {
        return new TakenCall(
                execution.getId(),
                execution.getTaskName(),
                data.payload(),
                execution.consecutiveFailures + 1,
                crashes,
                data.accepted(),
                execution.lastFailure != null || execution.lastSuccess != null,
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

    private void end(Taken own, TakenCall call, Ending ending) {
        final Execution execution = own.execution;
        final long since = System.nanoTime();
        for (boolean isFirst = true; isTaken(own); isFirst = false) {
            try {
                final boolean isWritten = isWritten(execution, ending, 0);
                final boolean wasTaken = taken.remove(execution.getId(), own);
                if (isWritten) {
                    ending.then().run();
                    if (ending instanceof Ending.Retry retry) {
                        wakeUpAt.accept(retry.due());
                    }
                } else if (wasTaken) {
                    runner.late(call);
                }
                return;
            } catch (SQLException failed) {
                if (isTryingOnce) {
                    return; // the stop has it written down
                }
                if (System.nanoTime() - since > patience.toNanos()) {
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

    /** Not any more once the stop deals with it. */
    private boolean isTaken(Taken call) {
        return taken.get(call.execution.getId()) == call;
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
            final Ending.GivenBack givenBack = (Ending.GivenBack) ending;
            return rows.giveBack(connection, execution, givenBack.hasBegun(), crashes);
        });
    }

    // ---- stop ----

    /** The application stops: what cannot be written down now is tried once more with the rest. */
    void stopTrying() {
        isTryingOnce = true;
    }

    /** What goes on although it was told to end is not this instance's any more. */
    void endTheRest() {
        for (Taken call : List.copyOf(taken.values())) {
            if (taken.remove(call.execution.getId(), call)) {
                endAtStop(call);
            }
        }
    }

    private void endAtStop(Taken call) {
        final String id = call.execution.getId();
        final Ending unfinished = runner.unfinished(id);
        final Ending decided = call.ending; // asked last: it may have ended meanwhile
        final Ending ending = decided == null ? unfinished : decided;
        try {
            if (isWritten(call.execution, ending, 0)) {
                if (decided == null && ending instanceof Ending.GivenBack) {
                    LOG.warn(queue + ": call " + id
                            + " has not ended with the stop; it is given back, and may be run twice");
                }
                ending.then().run();
            }
        } catch (SQLException failed) {
            LOG.warn(queue + ": what becomes of call " + id + " could not be written down at the stop; others take it"
                    + " when this instance was not heard of for " + patience.toMillis() + " ms: "
                    + failed.getMessage());
        }
    }
}
