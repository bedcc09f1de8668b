package io.threadlets;

import org.jspecify.annotations.Nullable;

/**
 * What the calling thread runs: its innermost {@link WorkRun}, which knows the one around it. Runs of several queues
 * nest on one thread, where a submitter runs a work itself or a work that is waited for is run in place.
 */
final class ThreadRuns {
    private static final ThreadLocal<@Nullable WorkRun> INNERMOST = new ThreadLocal<>();

    private ThreadRuns() {}

    static @Nullable WorkRun innermost() {
        return INNERMOST.get();
    }

    /** Whether the calling thread is one of the engine's, or runs a work of it. */
    static boolean isOn(Engine engine) {
        return find(engine, null) != null;
    }

    /** The innermost run of the engine on the calling thread, of that kind if one is given; null if there is none. */
    @SuppressWarnings("ReferenceEquality") // engines have no other
    static @Nullable WorkRun find(Engine engine, WorkRun.@Nullable Kind kind) {
        for (WorkRun run = innermost(); run != null; run = run.nesting().outer()) {
            if (run.engine() == engine && (kind == null || run.kind() == kind)) {
                return run;
            }
        }
        return null;
    }

    /** Makes a run the innermost one, until {@link #leave}; where that fails the one around it stays it. */
    static void enter(WorkRun run) {
        try {
            INNERMOST.set(run);
        } catch (Throwable noMemory) { // perhaps when it was set already, and the table was to grow
            leave(run);
            throw noMemory;
        }
    }

    static void leave(WorkRun run) {
        INNERMOST.set(run.nesting().outer()); // null is cheaper than to remove, and holds on to nothing
    }
}
