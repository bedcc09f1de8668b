package io.threadlets.spring.queue;

import io.threadlets.QueueSnapshot;
import io.threadlets.QueuedWork;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.ThreadletWork.State;
import io.threadlets.spring.config.QueueWords;
import io.threadlets.spring.config.Sensitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the works of one queue while it is stopped: each is counted once.
 *
 * <p>The queue counts which works succeeded, failed and were dequeued. What it cannot know (who was interrupted, which
 * call went on when its body had returned) is known of single works, each of which is taken out of the queue's count
 * that it is in, if it is in one: it is not if its body ended before the stop began, or has not ended yet.
 */
final class StopCount {
    /** Works that wait when a stop begins and are known by name if somebody else takes them back. */
    private static final int MOST_NAMED = 10_000;

    private final ThreadletQueue queue;
    private final QueueSnapshot begin;

    /** Works that the queue had not begun when the stop began, by what they are called. */
    private final IdentityHashMap<ThreadletWork, String> waited = new IdentityHashMap<>();

    /** Works whose body had ended when the stop began. */
    private final Set<ThreadletWork> endedBefore = Collections.newSetFromMap(new IdentityHashMap<>());

    private final IdentityHashMap<ThreadletWork, Fate> known = new IdentityHashMap<>();
    private final IdentityHashMap<ThreadletWork, String> names = new IdentityHashMap<>();
    private final int running;

    /** Begins to count. */
    StopCount(ThreadletQueue queue) {
        this.queue = queue;
        final List<RunningWork> now = queue.running();
        for (RunningWork work : now) {
            if (work.work().state() != State.RUNNING) {
                endedBefore.add(work.work());
            }
        }
        for (QueuedWork work : queue.queued(MOST_NAMED)) {
            waited.put(work.work(), work.description());
        }
        this.running = now.size();
        this.begin = queue.snapshot();
    }

    int running() {
        return running;
    }

    int waiting() {
        return begin.queued();
    }

    /** The body of a call had ended when the stop began. */
    void endedBefore(ThreadletWork call) {
        endedBefore.add(call);
    }

    /** What became of one work, whatever the queue says. What is said first counts. */
    void know(ThreadletWork work, String name, Fate fate) {
        if (known.putIfAbsent(work, fate) == null) {
            names.put(work, name);
        }
    }

    /** These are interrupted now, but for those that must not be. */
    void interrupt(List<RunningWork> works) {
        for (RunningWork one : works) {
            know(one.work(), one.description(), isToEnd(one.work()) ? Fate.INTERRUPTED : Fate.SPARED);
        }
    }

    private static boolean isToEnd(ThreadletWork work) {
        return work instanceof SelfInterrupting own
                ? own.interruptForStop()
                : !(work instanceof Sensitive sensitive) || sensitive.isInterruptible();
    }

    boolean isSpared(ThreadletWork work) {
        return known.get(work) == Fate.SPARED;
    }

    /** How many ended in which way until now. */
    Map<Fate, Long> counts() {
        final QueueSnapshot end = queue.snapshot();
        final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
        counts.put(Fate.FINISHED, end.succeeded() - begin.succeeded());
        counts.put(Fate.FAILED, end.failed() - begin.failed());
        counts.put(Fate.NEVER_BEGUN, end.dequeued() - begin.dequeued());
        known.forEach((work, fate) -> {
            final Fate counted = counted(work);
            if (counted != null) {
                counts.merge(counted, -1L, Long::sum);
            }
            counts.merge(fate, 1L, Long::sum);
        });
        counts.values().removeIf(count -> count <= 0);
        return counts;
    }

    /** As what the queue has counted a work; null if it has not, since the stop began. */
    private @Nullable Fate counted(ThreadletWork work) {
        if (endedBefore.contains(work)) {
            return null;
        }
        return switch (work.state()) {
            case SUCCEEDED -> Fate.FINISHED;
            case FAILED, QUEUED -> Fate.FAILED; // queued: it has ended, and was submitted again from there
            case DEQUEUED -> Fate.NEVER_BEGUN;
            case NEW, RUNNING -> null;
        };
    }

    /**
     * As "1 finished, 2 never begun (Client.work)", "all 15 finished"; empty if nothing has become of anything.
     *
     * @param isAll whether there is nothing else of which nothing has become yet
     */
    String inWords(boolean isAll) {
        final Map<Fate, List<String>> named = named();
        final Map<Fate, Long> counts = counts();
        final long finished = counts.getOrDefault(Fate.FINISHED, 0L);
        if (isAll && counts.size() == 1 && finished > 1) {
            return "all " + finished + " " + Fate.FINISHED.words;
        }
        return counts.entrySet().stream()
                .map(count -> {
                    final Fate fate = count.getKey();
                    final String text = count.getValue() + " " + fate.words;
                    final List<String> works = named.getOrDefault(fate, List.of());
                    return works.isEmpty() ? text : text + " (" + QueueWords.counted(works) + ")";
                })
                .collect(Collectors.joining(", "));
    }

    private Map<Fate, List<String>> named() {
        final Map<Fate, List<String>> named = new EnumMap<>(Fate.class);
        known.forEach((work, fate) -> {
            if (fate.isNamed()) {
                named.computeIfAbsent(fate, key -> new ArrayList<>()).add(names.getOrDefault(work, ""));
            }
        });
        waited.forEach((work, name) -> {
            if (work.state() == State.DEQUEUED && !known.containsKey(work)) {
                named.computeIfAbsent(Fate.NEVER_BEGUN, key -> new ArrayList<>())
                        .add(name);
            }
        });
        return named;
    }
}
