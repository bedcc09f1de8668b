package io.threadlets;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jetbrains.kotlinx.lincheck.Actor;
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
    public static class Plain {
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

    /** The list where the next offer uses its only segment again, which others still have at hand. */
    public static final class CheckedAsASegmentIsUsedAgain extends Checked {
        /** For the harness. */
        public CheckedAsASegmentIsUsedAgain() {
            super(WorkSegment.SIZE);
        }
    }

    /** A plain list that holds one work. */
    public static final class PlainWithOne extends Plain {
        /** For the harness. */
        public PlainWithOne() {
            offer(0, 0);
        }
    }

    /**
     * The list where the next offer makes its array grow: the first work is the last one of its segment, and all works
     * of the segments between it and the end were dequeued. So the next segment's place in the array is taken.
     */
    public static final class CheckedAsItGrows extends Checked {
        /** For the harness. */
        public CheckedAsItGrows() {
            super(WorkSegment.SIZE - 1);
            offer(0, 0);
            final Numbered dropped = new Numbered(-1);
            for (int i = 0; i < 3 * WorkSegment.SIZE; i++) {
                dropped.claim();
                super.queue.offer(dropped, null, 0);
                EngineParts.take(super.queue, dropped);
            }
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

    /** One that offers stops, one that polls waits for it: it takes two more to see what both have left half done. */
    @Test
    void operations_ofFourThreadsWhileTheArrayGrows_areThoseOfAPlainQueue() throws Exception {
        checkOffersBesidePolls(2, CheckedAsItGrows.class, PlainWithOne.class);
    }

    @Test
    void operations_ofThreeThreadsWhileASegmentIsUsedAgain_areThoseOfAPlainQueue() throws Exception {
        checkOffersBesidePolls(1, CheckedAsASegmentIsUsedAgain.class, Plain.class);
    }

    private static void checkOffersBesidePolls(int polls, Class<?> checked, Class<?> specification) throws Exception {
        final Method offer = checked.getMethod("offer", int.class, int.class);
        final Actor poll = new Actor(checked.getMethod("poll"), List.of());
        final List<Actor> sideBySide = new ArrayList<>(Collections.nCopies(polls, poll));
        sideBySide.add(new Actor(offer, List.of(1, 0)));
        sideBySide.add(new Actor(offer, List.of(2, 0)));
        LincheckRuns.scenario(sideBySide, List.of(poll, poll), specification).check(checked);
    }
}
