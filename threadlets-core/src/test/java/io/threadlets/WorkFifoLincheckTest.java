package io.threadlets;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The list of works, compared with a plain one. Each work is offered once, by the thread whose number it bears. */
final class WorkFifoLincheckTest {
    private static final LincheckRuns.Count COUNT = new LincheckRuns.Count();
    private static final int THREADS = 6;
    private static final int WORKS_OF_A_THREAD = 4;

    @AfterAll
    static void leaveCount() {
        COUNT.leave("WorkFifoLincheckTest");
    }

    /** What a list of works is. */
    public static final class Plain {
        private final Deque<Integer> queue = new ArrayDeque<>();
        private final Set<Integer> offered = new HashSet<>();
        private boolean closed;

        public boolean offer(int thread, int index) {
            final int number = thread * WORKS_OF_A_THREAD + index;
            return offered.add(number) && queue.add(number);
        }

        public int poll() {
            return closed || queue.isEmpty() ? -1 : queue.remove();
        }

        public boolean dequeue(int number) {
            return queue.remove(number);
        }

        public void close() {
            closed = true;
        }

        public void open() {
            closed = false;
        }
    }

    /** A work that is known by its number. */
    private static final class Numbered extends CountedWork {
        final int number;

        Numbered(int number) {
            this.number = number;
        }
    }

    /** The list under test. */
    @Param(name = "index", gen = IntGen.class, conf = "0:3")
    @Param(name = "number", gen = IntGen.class, conf = "0:11")
    public static class Checked {
        private final WorkFifo queue = EngineParts.fifo();
        private final Numbered[] works = new Numbered[THREADS * WORKS_OF_A_THREAD];

        /** For the harness. */
        public Checked() {
            this(0);
        }

        Checked(int usedBefore) {
            COUNT.one();
            final Numbered used = new Numbered(-1);
            for (int i = 0; i < usedBefore; i++) {
                used.claim();
                queue.offer(used, null, 0);
                EngineParts.runNext(queue);
            }
            for (int i = 0; i < works.length; i++) {
                works[i] = new Numbered(i);
            }
        }

        @Operation
        public boolean offer(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "index") int index) {
            final Numbered work = works[thread * WORKS_OF_A_THREAD + index];
            if (work.claim() == -1) {
                return false;
            }
            queue.offer(work, null, 0);
            return true;
        }

        @Operation
        public int poll() {
            return queue.poll(Long.MAX_VALUE, EngineParts.run()) instanceof Numbered work ? work.number : -1;
        }

        /** Waits for one that is being offered, which has its place, and does not say so yet. */
        @Operation
        @SuppressWarnings("ThreadPriorityCheck") // whoever offers it needs a processor
        public boolean dequeue(@Param(name = "number") int number) {
            while (WorkWord.phase(works[number].word()) == WorkWord.CLAIMED) {
                Thread.yield();
            }
            return EngineParts.take(queue, works[number]);
        }

        @Operation
        public void close() {
            queue.close();
        }

        @Operation
        public void open() {
            queue.open();
        }
    }

    /** The same, close to the end of a segment. */
    public static final class CheckedAtTheEnd extends Checked {
        /** For the harness. */
        public CheckedAtTheEnd() {
            super(WorkSegment.SIZE - 2);
        }
    }

    @Test
    void operations_ofTwoThreadsInEveryOrder_areThoseOfAPlainQueue() {
        LincheckRuns.model(2, Plain.class).check(Checked.class);
    }

    @Test
    void operations_ofThreeThreadsInEveryOrder_areThoseOfAPlainQueue() {
        LincheckRuns.model(3, Plain.class).check(Checked.class);
    }

    @Test
    void operations_ofRealThreads_areThoseOfAPlainQueue() {
        LincheckRuns.stress(3, Plain.class).check(Checked.class);
    }

    @Test
    void operations_ofRealThreadsAtTheEndOfASegment_areThoseOfAPlainQueue() {
        LincheckRuns.stress(3, Plain.class).check(CheckedAtTheEnd.class);
    }
}
