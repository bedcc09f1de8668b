package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Queues, their threads, and plain calls among them, one step after another, each as small as what real threads do
 * without being seen in between. Who runs the model says which thread takes the next step, so that nothing is left to
 * chance. Only the decision whether a call waits is the real one, of {@link WaitingCallers}; each is held against what
 * the model itself knows of who could still end the waiting.
 */
final class CallModel {
    /** What the decision knows the queues by; none of them runs anything. */
    private static final List<ThreadletQueue> KEYS = IntStream.range(0, 5)
            .mapToObj(number -> ThreadletQueue.builder("q" + number).build())
            .toList();

    private final List<Worker> workers = new ArrayList<>();
    private final List<Deque<Work>> queues = new ArrayList<>();
    private final WaitingCallers callers;
    private final boolean mayGiveUp;
    private int inPlace;

    /** What a call does: calls of its own, one after the other. */
    record Body(int queue, List<Body> calls) {
        /** Each calls the next. */
        static Body chain(int... path) {
            Body body = new Body(path[path.length - 1], List.of());
            for (int i = path.length - 2; i >= 0; i--) {
                body = new Body(path[i], List.of(body));
            }
            return body;
        }
    }

    /**
     * A model at its beginning.
     *
     * @param sizes how many threads each queue has
     * @param believed what the decision is told of them
     * @param mayGiveUp whether a thread may stop waiting at any time, as for a timeout
     */
    CallModel(List<Integer> sizes, List<Integer> believed, List<Body> roots, boolean mayGiveUp) {
        this.callers = new WaitingCallers(queue -> believed.get(KEYS.indexOf(queue)));
        this.mayGiveUp = mayGiveUp;
        for (int queue = 0; queue < sizes.size(); queue++) {
            queues.add(new ArrayDeque<>());
            for (int i = 0; i < sizes.get(queue); i++) {
                workers.add(new Worker(queue));
            }
        }
        roots.forEach(root -> queue(root.queue()).add(new Work(root, null, null)));
    }

    private Deque<Work> queue(int number) {
        return queues.get(number);
    }

    private static final class Work {
        final Body body;
        final @Nullable Worker caller;
        final WaitingCallers.@Nullable Wait wait;

        @Nullable
        Worker runner;

        boolean isDone;

        Work(Body body, @Nullable Worker caller, WaitingCallers.@Nullable Wait wait) {
            this.body = body;
            this.caller = caller;
            this.wait = wait;
        }
    }

    private static final class Frame {
        final Body body;
        final @Nullable Work work;
        int next;

        /** @param work null in place */
        Frame(Body body, @Nullable Work work) {
            this.body = body;
            this.work = work;
        }
    }

    /** What a thread does next. */
    enum Phase {
        TAKE,
        BEGIN,
        RUN,
        SUBMIT,
        AWAIT,
        TELL
    }

    /** One thread. */
    private final class Worker {
        final int queue;
        final Thread thread = new Thread();
        final Deque<Frame> frames = new ArrayDeque<>();
        Phase phase = Phase.TAKE;

        @Nullable
        Work current;

        @Nullable
        Work awaited;

        Worker(int queue) {
            this.queue = queue;
        }

        boolean canStep() {
            return switch (phase) {
                case TAKE -> !queue(queue).isEmpty();
                case AWAIT -> mayGiveUp || work(awaited).isDone;
                default -> true;
            };
        }

        void step() {
            switch (phase) {
                case TAKE -> {
                    current = queue(queue).removeFirst();
                    current.runner = this;
                    phase = Phase.BEGIN;
                }
                case BEGIN -> {
                    final Work work = work(current);
                    if (work.wait != null) {
                        work.wait.begin(thread);
                    }
                    frames.push(new Frame(work.body, work));
                    phase = Phase.RUN;
                }
                case RUN -> run();
                case SUBMIT -> {
                    queue(work(awaited).body.queue()).add(work(awaited));
                    phase = Phase.AWAIT;
                }
                case AWAIT -> goOn();
                case TELL -> {
                    work(current).isDone = true;
                    current = null;
                    phase = Phase.TAKE;
                }
            }
        }

        private void run() {
            final Frame frame = frames.element();
            if (frame.next < frame.body.calls().size()) {
                call(frame.body.calls().get(frame.next++));
                return;
            }
            frames.pop();
            if (frame.work != null) {
                if (frame.work.wait != null) {
                    frame.work.wait.end(thread);
                }
                phase = Phase.TELL;
            }
        }

        private void call(Body body) {
            final Set<Integer> chain = new HashSet<>();
            addChain(this, chain);
            final boolean mustNotWait = chain.contains(body.queue()) || !couldEnd(this, body.queue());
            final WaitingCallers.Wait wait = callers.enter(thread, KEYS.get(queue), KEYS.get(body.queue()));
            if (mustNotWait != (wait == null)) {
                throw new WrongDecision(mustNotWait ? "waits, and must not" : "runs in place, and need not");
            }
            if (wait == null) {
                inPlace++;
                frames.push(new Frame(body, null));
            } else {
                awaited = new Work(body, this, wait);
                phase = Phase.SUBMIT;
            }
        }

        private void goOn() {
            final Work work = work(awaited);
            if (work.wait != null) {
                work.wait.leave();
            }
            queue(work.body.queue()).remove(work); // given up
            awaited = null;
            phase = Phase.RUN;
        }

        boolean isWaiting() {
            return phase == Phase.SUBMIT || phase == Phase.AWAIT;
        }
    }

    private static Work work(@Nullable Work work) {
        if (work == null) {
            throw new IllegalStateException("no work");
        }
        return work;
    }

    /** The decision is not what it should be. */
    static final class WrongDecision extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongDecision(String what) {
            super(what);
        }
    }

    // ---- what the model knows itself ----

    private void addChain(Worker worker, Set<Integer> chain) {
        chain.add(worker.queue);
        final Work served = worker.current;
        if (served != null && served.caller != null && served.caller.awaited == served) {
            addChain(served.caller, chain);
        }
    }

    /** Whether a thread that waited for a queue would be answered: looks for who can move, and who moves with them. */
    private boolean couldEnd(Worker asking, int target) {
        final Set<Worker> moving = new HashSet<>();
        boolean hasChanged = true;
        while (hasChanged) {
            hasChanged = false;
            for (Worker each : workers) {
                final boolean moves = each == asking
                        ? hasOneOf(moving, target)
                        : !each.isWaiting() || isAnswered(work(each.awaited), moving);
                hasChanged |= moves && moving.add(each);
            }
        }
        return moving.contains(asking);
    }

    private static boolean isAnswered(Work awaited, Set<Worker> moving) {
        return awaited.isDone
                || (awaited.runner == null ? hasOneOf(moving, awaited.body.queue()) : moving.contains(awaited.runner));
    }

    private static boolean hasOneOf(Set<Worker> moving, int queue) {
        return moving.stream().anyMatch(worker -> worker.queue == queue);
    }

    // ---- who runs it ----

    /** How many threads can take a step. */
    int choices() {
        return (int) workers.stream().filter(Worker::canStep).count();
    }

    /** Lets one of them take a step. */
    void step(int choice) {
        workers.stream()
                .filter(Worker::canStep)
                .skip(choice)
                .findFirst()
                .orElseThrow()
                .step();
    }

    boolean isAtRest() {
        return queues.stream().allMatch(Deque::isEmpty)
                && workers.stream().allMatch(worker -> worker.phase == Phase.TAKE);
    }

    int inPlace() {
        return inPlace;
    }

    /** All that the model will do depends on this alone. */
    String state() {
        final List<Object> seen = new ArrayList<>();
        final StringBuilder state = new StringBuilder();
        for (Deque<Work> queue : queues) {
            queue.forEach(work -> state.append(number(seen, work)).append(','));
            state.append(';');
        }
        for (Worker worker : workers) {
            state.append(worker.phase);
            worker.frames.forEach(frame -> state.append('/').append(frame.next).append(frame.body));
            state.append(':').append(number(seen, worker.current)).append(number(seen, worker.awaited));
            state.append(';');
        }
        return state.toString();
    }

    private String number(List<Object> seen, @Nullable Work work) {
        if (work == null) {
            return "-";
        }
        if (!seen.contains(work)) {
            seen.add(work);
        }
        return seen.indexOf(work) + "" + work.body + work.isDone + workers.indexOf(work.runner)
                + (work.caller != null && work.caller.awaited == work ? workers.indexOf(work.caller) : -1);
    }

    @Override
    public String toString() {
        return state();
    }
}
