package io.threadlets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What tests build and look at below the public methods of a queue. */
final class EngineParts {
    private static final VarHandle STATE = field(AtomicEngine.class, "state", AtomicState.class);
    private static final VarHandle IDLE = field(IdleList.class, "size", int.class);

    /** For what needs an engine, and does not care which. */
    static final AtomicEngine ENGINE = new AtomicEngine(config(new LentThreads(), 1));

    static final AtomicState ANY = state(ENGINE);

    private EngineParts() {}

    private static VarHandle field(Class<?> of, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(of, MethodHandles.lookup()).findVarHandle(of, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Of a queue from 0 threads, whose idle ones go at once. */
    static QueueConfig config(ThreadFactory threads, int maxThreads) {
        return new QueueConfig(
                "stressed",
                0,
                maxThreads,
                1,
                Integer.MAX_VALUE,
                OnFull.REJECT,
                ThreadSource.of(threads, null, null),
                new Listeners(List.of()),
                false,
                System::nanoTime,
                Rejections.ADVICE);
    }

    static AtomicState state(Engine engine) {
        return (AtomicState) STATE.get((AtomicEngine) engine);
    }

    static WorkFifo fifo() {
        return new WorkFifo(ENGINE, false);
    }

    static WorkRun run() {
        return new WorkRun(ANY, WorkRun.Kind.THREAD);
    }

    /** Is a thread that takes the next work and runs it to its end; null if there was none. */
    static @Nullable ThreadletWork runNext(WorkFifo works) {
        final WorkRun run = run();
        final ThreadletWork next = works.poll(Long.MAX_VALUE, run);
        if (next != null) {
            run.execute(next);
        }
        return next;
    }

    /**
     * Takes a work back as an engine does it; false if somebody else has it, or had it. Can be submitted again then.
     */
    static boolean dequeue(WorkFifo works, ThreadletWork work) {
        final boolean taken = take(works, work);
        if (taken) {
            work.end(WorkWord.DEQUEUED);
        }
        return taken;
    }

    /** Takes a work back, which stays DEQUEUING. */
    @SuppressWarnings("ThreadPriorityCheck") // whoever pops it needs a processor
    static boolean take(WorkFifo works, ThreadletWork work) {
        for (int word = work.word(); WorkWord.isQueued(word); word = work.word()) {
            final WorkSegment segment = works.segmentOf(work, word);
            if (segment == null) {
                Thread.yield();
            } else if (work.tryDequeue(ENGINE, word)) {
                segment.takeHome(WorkSegment.slot(WorkWord.turn(word)));
                works.remove(segment, word);
                return true;
            }
        }
        return false;
    }

    /** What is wrong with an engine in which nothing goes on; empty if nothing is. */
    static List<String> imbalance(AtomicState state) {
        final long word = state.control.get();
        final int idle = (int) IDLE.getVolatile(state.idle);
        final int listed = state.works.list(0, Integer.MAX_VALUE).size();
        final List<String> wrong = new ArrayList<>();
        expect(wrong, "net is idle threads less listed works", ControlWord.net(word), idle - listed);
        expect(
                wrong,
                "total is the workers",
                ControlWord.total(word),
                state.runs.threads().size());
        expect(wrong, "threads that are to leave", ControlWord.leaving(word), 0);
        expect(wrong, "threads being started", state.starts.underway(), 0);
        expect(wrong, "threads that search", state.wakeUps.searching(), 0);
        expect(wrong, "somebody waits at the gate", state.gate.first == null ? 0 : 1, 0);
        return wrong;
    }

    private static void expect(List<String> wrong, String what, int actual, int expected) {
        if (actual != expected) {
            wrong.add(what + ": " + actual + " instead of " + expected);
        }
    }

    /** 0 if an engine is as it was before its first submission, but for its phase. */
    static int leftover(AtomicState state) {
        final long word = state.control.get();
        return imbalance(state).size() + ControlWord.total(word) + Math.abs(ControlWord.net(word));
    }
}
