package io.threadlets.benchmarks;

/** As little work as can be seen to have been done: one plain increment, and one shared countdown at its end. */
final class TinyTask extends Task {
    private final Countdown ends;

    private int runs;

    TinyTask(Peer peer, Countdown ends) {
        super(peer);
        this.ends = ends;
    }

    static TinyTask[] many(int count, Peer peer, Countdown ends) {
        final TinyTask[] tasks = new TinyTask[count];
        for (int i = 0; i < count; i++) {
            tasks[i] = new TinyTask(peer, ends);
        }
        return tasks;
    }

    /** Throws unless each of the tasks has run that often. To be called when all have ended. */
    static void requireRuns(TinyTask[] tasks, int runs) {
        for (final TinyTask task : tasks) {
            if (task.runs != runs) {
                throw new IllegalStateException("A task ran " + task.runs + " times instead of " + runs + ".");
            }
        }
    }

    @Override
    void body() {
        runs++;
    }

    @Override
    void ended() {
        ends.down();
    }
}
