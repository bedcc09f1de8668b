package io.threadlets;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The starts that are pending and begun, compared with two plain numbers. Each thread ends only what it has begun. */
final class ThreadStartsLincheckTest {
    private static final LincheckRuns.Count COUNT = new LincheckRuns.Count();
    private static final int THREADS = 6;

    @AfterAll
    static void leaveCount() {
        COUNT.leave("ThreadStartsLincheckTest");
    }

    /** What the starts are. */
    public static final class Plain {
        private final int[] own = new int[THREADS];
        private int pending;
        private int begun;

        public void add() {
            pending++;
        }

        public boolean begin(int thread) {
            if (pending == 0 || begun >= 2) {
                return false;
            }
            pending--;
            begun++;
            own[thread]++;
            return true;
        }

        public int giveUp(int thread) {
            final int all = pending;
            pending = 0;
            begun += all;
            own[thread] += all;
            return all;
        }

        public void end(int thread) {
            begun -= own[thread];
            own[thread] = 0;
        }

        public int count() {
            return pending + begun;
        }
    }

    /** The starts under test. */
    public static final class Checked {
        private final ThreadStarts starts = new ThreadStarts();
        private final int[] own = new int[THREADS];

        /** For the harness. */
        public Checked() {
            COUNT.one();
        }

        @Operation
        public void add() {
            starts.add();
        }

        @Operation
        public boolean begin(@Param(gen = ThreadIdGen.class) int thread) {
            final boolean began = starts.begin();
            own[thread] += began ? 1 : 0;
            return began;
        }

        @Operation
        public int giveUp(@Param(gen = ThreadIdGen.class) int thread) {
            final int all = starts.giveUp();
            own[thread] += all;
            return all;
        }

        @Operation
        public void end(@Param(gen = ThreadIdGen.class) int thread) {
            starts.end(own[thread]);
            own[thread] = 0;
        }

        @Operation
        public int count() {
            return starts.count();
        }
    }

    @Test
    void operations_inEveryOrder_areThoseOfPlainNumbers() {
        LincheckRuns.model(3, Plain.class).check(Checked.class);
    }

    @Test
    void operations_ofRealThreads_areThoseOfPlainNumbers() {
        LincheckRuns.stress(3, Plain.class).check(Checked.class);
    }
}
