package io.threadlets.spring.inspect;

import io.threadlets.QueueSnapshot;
import io.threadlets.QueuedWork;
import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.QueueSettings;
import io.threadlets.spring.inspect.LockView.WorkName;
import io.threadlets.spring.queue.Frames;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.queue.ShownCall;
import io.threadlets.spring.queue.WorkIds;
import io.threadlets.spring.queue.WorkIds.Known;
import io.threadlets.spring.queue.WorkIds.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Looks at the queues of a context and of its parents. Stops none of their threads, but for their stacks. */
public final class QueueInspector {
    /** Enough to find the frame that tells most below those of the JDK, of drivers and of proxies. */
    public static final int USUAL_DEPTH = 60;

    private final QueueRegistry queues;
    private final WorkIds ids;
    private final ThreadLooks threads = new ThreadLooks();

    /**
     * Looks at the queues that a registry knows.
     *
     * @param queues the registry
     */
    public QueueInspector(QueueRegistry queues) {
        this.queues = queues;
        this.ids = queues.workIds();
    }

    /**
     * The queues.
     *
     * @return by name, in their order
     */
    public Map<String, NamedQueue> queues() {
        return queues.all();
    }

    /**
     * Whether a queue is this context's, and no parent's.
     *
     * @param name its name
     * @return false if there is none of that name
     */
    public boolean isOwn(String name) {
        return queues.own().containsKey(name);
    }

    /**
     * The numbers of all queues.
     *
     * @return by name, in their order
     */
    public Map<String, QueueView> views() {
        final Map<String, QueueView> views = new LinkedHashMap<>();
        queues().forEach((name, queue) -> views.put(name, view(queue)));
        return views;
    }

    /**
     * The numbers of a queue. Looks at no thread.
     *
     * @param queue any of the queues
     * @return as they are now
     */
    public QueueView view(NamedQueue queue) {
        return view(queue, runningOf(queue));
    }

    private QueueView view(NamedQueue queue, List<RunningWork> running) {
        final ThreadletQueue watched = queue.watched();
        final QueueSnapshot now = queue.snapshot();
        final List<QueuedWork> oldest = now.queued() == 0 ? List.of() : queuedOf(queue, 1);
        return new QueueView(
                queue.name(),
                QueueState.of(watched, now),
                now,
                isVirtual(queue, running),
                oldest.isEmpty() ? null : oldest.get(0).age(),
                running.isEmpty() ? null : running.get(0).elapsed());
    }

    private @Nullable Boolean isVirtual(NamedQueue queue, List<RunningWork> running) {
        for (RunningWork work : running) {
            if (queue.watched().owns(work.thread())) {
                return threads.isVirtual(work.thread());
            }
        }
        final QueueSettings settings = queues.settings(queue.name());
        return settings == null ? null : settings.virtual();
    }

    // ---- what runs ----

    /**
     * All queues, with all that runs on them and where it stands.
     *
     * @param depth how many frames of each stack to look at; 0 for none
     * @return in the queues' order
     */
    public List<Inspection> inspect(int depth) {
        return inspect(depth, (queue, work) -> true);
    }

    /**
     * All queues, with all that runs on them, and where some of it stands.
     *
     * @param depth how many frames of those stacks to look at; 0 for none
     * @param some whose threads to look at
     * @return in the queues' order
     */
    public List<Inspection> inspect(int depth, BiPredicate<NamedQueue, RunningWork> some) {
        final Map<NamedQueue, List<Seen>> seen = see(queues().values());
        final Map<NamedQueue, List<Seen>> chosen = new LinkedHashMap<>();
        seen.forEach((queue, works) -> chosen.put(
                queue,
                works.stream().filter(each -> some.test(queue, each.work())).toList()));
        final Map<Long, ThreadLook> looks = look(chosen, depth);
        final List<Inspection> inspections = new ArrayList<>();
        seen.forEach((queue, works) -> inspections.add(new Inspection(
                view(queue, works.stream().map(Seen::work).toList()), views(queue, works, looks, () -> seen))));
        return inspections;
    }

    /**
     * What runs on a queue, and where it stands.
     *
     * @param queue any of the queues
     * @param depth how many frames of each stack to look at; 0 for none
     * @return longest first
     */
    public List<RunningView> running(NamedQueue queue, int depth) {
        return running(queue, Integer.MAX_VALUE, depth).works();
    }

    /**
     * The longest running works of a queue.
     *
     * @param total how many run
     * @param works longest first
     */
    public record Listed(int total, List<RunningView> works) {}

    /**
     * The longest running works of a queue, and where they stand.
     *
     * @param queue any of the queues
     * @param limit how many to list, and to look at, at most
     * @param depth how many frames of each stack to look at; 0 for none
     * @return longest first
     */
    public Listed running(NamedQueue queue, int limit, int depth) {
        final List<Seen> all = see(List.of(queue)).getOrDefault(queue, List.of());
        final List<Seen> some = all.subList(0, Math.min(limit, all.size()));
        return new Listed(
                all.size(), views(queue, some, look(Map.of(queue, some), depth), () -> see(queues().values())));
    }

    /**
     * Somebody has asked for the end of a run, which is shown as cancelled from now on.
     *
     * @param work what runs
     */
    public void markCancelled(RunningView work) {
        ids.markCancelled(work.work(), work.id());
    }

    private record Seen(RunningWork work, Known known) {}

    private Map<NamedQueue, List<Seen>> see(Collection<NamedQueue> some) {
        final Map<NamedQueue, List<Seen>> seen = new LinkedHashMap<>();
        for (NamedQueue queue : some) {
            final long from = System.nanoTime();
            final List<RunningWork> running = runningOf(queue);
            final Listing listing = Listing.since(from);
            seen.put(
                    queue,
                    running.stream()
                            .map(work -> new Seen(work, ids.of(work, listing)))
                            .toList());
        }
        return seen;
    }

    /** Without those that went on to another work meanwhile. */
    private Map<Long, ThreadLook> look(Map<NamedQueue, List<Seen>> seen, int depth) {
        if (depth == 0) {
            return Map.of();
        }
        final List<Thread> all = new ArrayList<>();
        seen.values().forEach(works -> works.forEach(each -> all.add(each.work().thread())));
        if (all.isEmpty()) {
            return Map.of();
        }
        final Map<Long, ThreadLook> looks = threads.look(all, depth);
        final Set<Known> still = new HashSet<>();
        see(seen.keySet()).values().forEach(works -> works.forEach(each -> still.add(each.known())));
        seen.values()
                .forEach(works -> works.stream()
                        .filter(each -> !still.contains(each.known()))
                        .forEach(each -> looks.remove(each.work().thread().getId())));
        return looks;
    }

    private interface Everything {
        Map<NamedQueue, List<Seen>> get();
    }

    private List<RunningView> views(
            NamedQueue queue, List<Seen> works, Map<Long, ThreadLook> looks, Everything everything) {
        final boolean isAnyHeldUp = looks.values().stream().anyMatch(look -> look.holderId() >= 0);
        final Map<Long, WorkName> byThread = isAnyHeldUp ? byThread(everything.get()) : Map.of();
        return works.stream().map(each -> view(queue, each, looks, byThread)).toList();
    }

    /** What each thread runs, the innermost where it runs several. */
    private static Map<Long, WorkName> byThread(Map<NamedQueue, List<Seen>> everything) {
        final Map<Long, WorkName> byThread = new HashMap<>();
        final Map<Long, Duration> elapsed = new HashMap<>();
        everything.forEach((queue, works) -> works.forEach(each -> {
            final long thread = each.work().thread().getId();
            final Duration own =
                    each.work().elapsed() == null ? Duration.ZERO : each.work().elapsed();
            final Duration other = elapsed.get(thread);
            if (other == null || own.compareTo(other) <= 0) {
                elapsed.put(thread, own);
                byThread.put(
                        thread,
                        new WorkName(
                                each.known().id(), queue.name(), each.work().description()));
            }
        }));
        return byThread;
    }

    private RunningView view(NamedQueue queue, Seen seen, Map<Long, ThreadLook> looks, Map<Long, WorkName> byThread) {
        final RunningWork work = seen.work();
        final Thread thread = work.thread();
        final ThreadLook look = looks.get(thread.getId());
        final ShownCall call = work.work() instanceof ShownCall shown ? shown : null;
        return new RunningView(
                seen.known().id(),
                queue.name(),
                work.work(),
                work.description(),
                thread,
                thread.getId(),
                threads.isVirtual(thread),
                work.since(),
                work.elapsed(),
                work.waited(),
                cpu(seen),
                look == null ? thread.getState() : look.state(),
                look == null
                        ? null
                        : Frames.tellingOne(look.stack().toArray(StackTraceElement[]::new))
                                .orElse(null),
                look == null ? null : lock(look, byThread),
                call == null ? null : call.traceId(),
                call == null || call.isCancellable(),
                seen.known().isCancelled() || isGivenUp(queue, work),
                look == null ? List.of() : look.stack());
    }

    private static boolean isGivenUp(NamedQueue queue, RunningWork work) {
        return work.work() instanceof ShownCall call
                ? call.isGivenUp()
                : queue.watched().futureOf(work.work()).isDone();
    }

    private static @Nullable LockView lock(ThreadLook look, Map<Long, WorkName> byThread) {
        return look.lock() == null
                ? null
                : new LockView(look.lock(), look.holder(), look.holderId(), byThread.get(look.holderId()));
    }

    private @Nullable Duration cpu(Seen seen) {
        final long now = threads.cpuNanos(seen.work().thread());
        final Duration elapsed = seen.work().elapsed();
        if (now < 0 || elapsed == null) {
            return null;
        }
        final long used = seen.known().cpuNanos(now, elapsed.toNanos());
        return used < 0 ? null : Duration.ofNanos(used);
    }

    // ---- what waits ----

    /**
     * What waits on a queue.
     *
     * @param queue any of the queues
     * @param offset how many of the oldest to leave out
     * @param limit how many to list at most
     * @return oldest first
     */
    public List<QueuedView> queued(NamedQueue queue, int offset, int limit) {
        final long from = System.nanoTime();
        final List<QueuedWork> all = queuedOf(queue, saturatedSum(offset, limit));
        final Listing listing = Listing.since(from);
        final List<QueuedView> views = new ArrayList<>();
        for (int i = offset; i < all.size(); i++) {
            views.add(view(all.get(i), i + 1, listing));
        }
        return views;
    }

    private static int saturatedSum(int one, int other) {
        return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
    }

    private QueuedView view(QueuedWork work, int position, Listing listing) {
        final ShownCall call = work.work() instanceof ShownCall shown ? shown : null;
        return new QueuedView(
                position,
                ids.of(work, listing).id(),
                work.work(),
                work.description(),
                work.since(),
                work.age(),
                call == null ? null : call.submittedBy(),
                call == null ? null : call.traceId());
    }

    // ---- a mock answers null, or nothing ----

    @SuppressWarnings("ConstantValue")
    private static List<RunningWork> runningOf(NamedQueue queue) {
        final List<RunningWork> running = queue.watched().running();
        return running == null ? List.of() : running;
    }

    @SuppressWarnings("ConstantValue")
    private static List<QueuedWork> queuedOf(NamedQueue queue, int limit) {
        final List<QueuedWork> queued = queue.watched().queued(limit);
        return queued == null ? List.of() : queued;
    }
}
