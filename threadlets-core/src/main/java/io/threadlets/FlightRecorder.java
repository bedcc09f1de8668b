package io.threadlets;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JDK's flight recorder of works, where the recorder is there and records them. What is measured goes along
 * with a submission in the place of its home executor.
 */
final class FlightRecorder {
    private static final boolean IS_THERE = isThere();

    private FlightRecorder() {}

    /** Only asked whether it is enabled; by itself, so that nothing of the recorder is loaded where it is not there. */
    private static final class Probe {
        static final WorkEvent EVENT = WorkEvent.probe();
    }

    private static boolean isThere() {
        try {
            Class.forName("jdk.jfr.Event", false, FlightRecorder.class.getClassLoader());
            return FlightRecorder.class
                    .getModule()
                    .canRead(ModuleLayer.boot().findModule("jdk.jfr").orElseThrow());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** See {@link Rehearsal}: somebody may begin to record when the heap is full. */
    static void rehearse() {
        if (IS_THERE) {
            final WorkRecord record = new WorkRecord(null, true);
            record.started();
            record.ended(QueueConfig.REHEARSAL, ThreadletWork.of(() -> {}), ThreadletWork.State.SUCCEEDED);
        }
    }

    static boolean isOn() {
        return IS_THERE && Probe.EVENT.isEnabled();
    }

    /** To be called with each submission; returns what is to go along with it. */
    static @Nullable Executor submitted(@Nullable Executor home) {
        return isOn() ? new WorkRecord(home, true) : home;
    }

    /** To be called before the body; returns what is to go along from then on. */
    static @Nullable Executor started(@Nullable Executor home, ThreadletWork work) {
        if (home instanceof WorkRecord record) {
            work.watch();
            record.started();
        } else if (isOn()) {
            work.watch();
            return startedUnseen(home);
        }
        return home;
    }

    private static @Nullable Executor startedUnseen(@Nullable Executor home) {
        try {
            final WorkRecord record = new WorkRecord(home, false);
            record.started();
            return record;
        } catch (OutOfMemoryError noMemory) { // costs the record, and not the work
            return home;
        }
    }

    /**
     * To be called when the final state is decided.
     *
     * @param home what went along
     * @param phase the final one
     */
    static void ended(@Nullable Executor home, QueueConfig config, ThreadletWork work, int phase) {
        if (home instanceof WorkRecord record) {
            try {
                record.ended(config.name(), work, WorkWord.state(phase));
            } catch (Throwable thrown) { // as above
                Uncaught.report(thrown);
            }
        }
    }
}
