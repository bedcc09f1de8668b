package io.threadlets;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The idle list, compared with a plain stack. Each worker is entered by the thread whose number it bears. */
final class IdleListLincheckTest {
    private static final LincheckRuns.Count COUNT = new LincheckRuns.Count();
    private static final int THREADS = 6;
    private static final int WORKERS_OF_A_THREAD = 2;

    @AfterAll
    static void leaveCount() {
        COUNT.leave("IdleListLincheckTest");
    }

    /** What an idle list is. */
    public static final class Plain {
        private final Deque<Integer> stack = new ArrayDeque<>();

        public boolean push(int thread, int index) {
            final int number = thread * WORKERS_OF_A_THREAD + index;
            if (stack.contains(number)) {
                return false;
            }
            stack.push(number);
            return true;
        }

        public int pop() {
            return stack.isEmpty() ? -1 : stack.pop();
        }

        public boolean remove(int number) {
            return stack.remove(number);
        }

        public boolean isEmpty() {
            return stack.isEmpty();
        }
    }

    /** The idle list under test. */
    @Param(name = "index", gen = IntGen.class, conf = "0:1")
    @Param(name = "number", gen = IntGen.class, conf = "0:7")
    public static final class Checked {
        private final IdleList idle = new IdleList();
        private final Worker[] workers = new Worker[THREADS * WORKERS_OF_A_THREAD];

        /** For the harness. */
        public Checked() {
            COUNT.one();
            for (int i = 0; i < workers.length; i++) {
                workers[i] = new Worker(EngineParts.ANY);
            }
        }

        @Operation
        public boolean push(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "index") int index) {
            final Worker worker = workers[thread * WORKERS_OF_A_THREAD + index];
            if (worker.isListed) {
                return false;
            }
            idle.push(worker);
            return true;
        }

        @Operation
        @SuppressWarnings("ReferenceEquality") // workers have no other
        public int pop() {
            final Worker popped = idle.pop(0);
            for (int i = 0; i < workers.length; i++) {
                if (workers[i] == popped) {
                    return i;
                }
            }
            return -1;
        }

        @Operation
        public boolean remove(@Param(name = "number") int number) {
            return idle.remove(workers[number]);
        }

        @Operation
        public boolean isEmpty() {
            return idle.isEmpty();
        }
    }

    @Test
    void operations_inEveryOrder_areThoseOfAStack() {
        LincheckRuns.model(3, Plain.class).check(Checked.class);
    }

    @Test
    void operations_ofRealThreads_areThoseOfAStack() {
        LincheckRuns.stress(3, Plain.class).check(Checked.class);
    }
}
