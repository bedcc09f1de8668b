package io.threadlets.spring.advice;

import io.threadlets.spring.advice.Advice.Finding;
import io.threadlets.spring.inspect.LockView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works that wait in a circle for locks that the next one holds. */
final class Deadlock implements Rule {
    /** What waits for a lock until it is interrupted. */
    private static final Set<String> HEEDING =
            Set.of("lockInterruptibly", "acquireInterruptibly", "acquireSharedInterruptibly", "tryLock");

    @Override
    public List<Finding> find(List<Scene> queues) {
        final Map<Long, Standing> byThread = new LinkedHashMap<>();
        for (Scene scene : queues) {
            for (Standing work : scene.stuck()) {
                if (work.work().waitingFor() != null) { // of several works of a thread, all are seen to wait
                    byThread.putIfAbsent(work.work().threadId(), work);
                }
            }
        }
        final List<Finding> found = new ArrayList<>();
        final Set<Long> done = new HashSet<>();
        for (Standing work : byThread.values()) {
            final List<Standing> circle = circle(work, byThread, done);
            if (!circle.isEmpty()) {
                found.add(new Finding(Urgency.DEADLOCK, circle.get(0).work().queue(), sentence(circle)));
            }
        }
        return found;
    }

    /** The circle that is reached from a work; empty if there is none, or if it is done. */
    private static List<Standing> circle(Standing from, Map<Long, Standing> byThread, Set<Long> done) {
        final List<Standing> path = new ArrayList<>();
        @Nullable Standing next = from;
        while (next != null && !path.contains(next)) {
            if (!done.add(next.work().threadId())) {
                return List.of();
            }
            path.add(next);
            next = byThread.get(holder(next));
        }
        return next == null ? List.of() : path.subList(path.indexOf(next), path.size());
    }

    private static long holder(Standing work) {
        final LockView lock = work.work().waitingFor();
        return lock == null ? -1 : lock.holderId();
    }

    private static String sentence(List<Standing> circle) {
        final String works = circle.stream()
                .map(work ->
                        Words.work(work) + " on " + work.work().thread().getName() + ", which waits for " + lock(work)
                                + (work.place().at() == null
                                        ? ""
                                        : " at " + work.place().at()))
                .collect(Collectors.joining("; "));
        return Words.queue(circle.get(0).work().queue())
                + (circle.size() == 1
                        ? "a work waits for a lock that its own thread holds, and never ends: "
                        : circle.size() == 2
                                ? "two works wait for locks that the other one holds, and never end: "
                                : circle.size() + " works wait in a circle for locks that the next one holds, and never"
                                        + " end: ")
                + works + ". " + remedy(circle) + ", and take such locks in one order.";
    }

    /** Who waits for a lock in a way that an interrupt ends, can be taken out of the circle. */
    private static String remedy(List<Standing> circle) {
        final List<String> heeding =
                circle.stream().filter(Deadlock::heeds).map(Words::work).toList();
        return heeding.isEmpty() ? "Restart the application" : "Cancel " + String.join(" or ", heeding);
    }

    private static boolean heeds(Standing work) {
        return work.work().cancellable()
                && work.work().stack().stream()
                        .anyMatch(frame -> frame.getClassName().startsWith("java.util.concurrent.locks.")
                                && HEEDING.contains(frame.getMethodName()));
    }

    private static String lock(Standing work) {
        final LockView lock = work.work().waitingFor();
        return lock == null ? "a lock" : lock.lock();
    }
}
