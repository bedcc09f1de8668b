package io.threadlets;

/** A real engine whose threads are lent by the test. */
final class LentEngine {
    final LentThreads threads = new LentThreads();
    final AtomicEngine engine;
    final AtomicState state;

    LentEngine(int maxThreads) {
        engine = new AtomicEngine(EngineParts.config(threads, maxThreads));
        state = EngineParts.state(engine);
    }

    /** Submits; 0 if that was refused. */
    int submit(ThreadletWork work) {
        try {
            engine.submit(work, null);
            return 1;
        } catch (ThreadletRejectedException refused) {
            return 0;
        }
    }

    /** Lets all threads live their lives; returns 0 if nothing is left then. */
    int rest() {
        threads.runAll();
        return EngineParts.leftover(state);
    }
}
