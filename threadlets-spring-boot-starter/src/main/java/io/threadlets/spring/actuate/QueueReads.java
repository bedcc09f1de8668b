package io.threadlets.spring.actuate;

import io.threadlets.spring.advice.Advice;
import io.threadlets.spring.advice.Advisor;
import io.threadlets.spring.history.QueueHistories;
import io.threadlets.spring.inspect.QueueInspector;
import io.threadlets.spring.inspect.QueuedView;
import io.threadlets.spring.inspect.RecentEvents;
import io.threadlets.spring.inspect.RunningView;
import io.threadlets.spring.inspect.WorkTimes;
import io.threadlets.spring.queue.NamedQueue;
import io.threadlets.spring.queue.ReasonWords;
import io.threadlets.spring.queue.ShownCall;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;

/** What is shown of the queues. Changes nothing. */
final class QueueReads {
    private static final int USUAL_DEPTH = 30;
    private static final int MOST_DEPTH = 200;
    private static final int USUAL_LIMIT = 100;
    private static final int MOST_LIMIT = 1_000;

    private final QueueInspector inspector;
    private final Queues queues;
    private final RecentEvents events;
    private final @Nullable WorkTimes times;
    private final Advisor advisor;
    private final QueueHistories histories;
    private final ShownValues values;
    private final QueueWrites writes;
    private final Access access;

    QueueReads(
            Queues queues,
            RecentEvents events,
            @Nullable WorkTimes times,
            Advisor advisor,
            QueueHistories histories,
            ShownValues values,
            QueueWrites writes,
            Access access) {
        this.inspector = queues.inspector();
        this.queues = queues;
        this.events = events;
        this.times = times;
        this.advisor = advisor;
        this.histories = histories;
        this.values = values;
        this.writes = writes;
        this.access = access;
    }

    QueuesDescriptor all() {
        return all(null);
    }

    /** With all that there is to see of some of them. Leaves out those that there are no more. */
    QueuesDescriptor all(List<String> open, Caller caller) {
        return all(descriptors -> {
            final Map<String, OpenQueueDescriptor> opened = new LinkedHashMap<>();
            for (String name : open) {
                final QueueDescriptor queue = descriptors.get(name);
                if (queue != null) {
                    opened.put(name, opened(name, queue, caller));
                }
            }
            return opened;
        });
    }

    private QueuesDescriptor all(
            @Nullable Function<Map<String, QueueDescriptor>, Map<String, OpenQueueDescriptor>> opening) {
        queues.directory().beginToLook();
        final Advice advice = advisor.advice();
        final Map<String, QueueDescriptor> descriptors = new LinkedHashMap<>();
        inspector
                .views()
                .forEach((name, queue) ->
                        descriptors.put(name, QueueDescriptor.of(queue, advice.about(name), store(name))));
        return new QueuesDescriptor(
                advice.verdict(),
                access == Access.UNRESTRICTED ? "unrestricted" : "read-only",
                descriptors,
                opening == null ? null : opening.apply(descriptors));
    }

    private OpenQueueDescriptor opened(String name, QueueDescriptor queue, Caller caller) {
        final Input limit = new Input("limit", null);
        return new OpenQueueDescriptor(
                detailed(name, queue, caller),
                running(name, new Input("stack", null), new Input("depth", null), limit, caller),
                queued(name, limit, new Input("offset", null)));
    }

    private @Nullable StoreDescriptor store(String name) {
        return StoreDescriptor.of(queues.directory().view(name));
    }

    QueueDescriptor one(String name, Caller caller) {
        final QueueDescriptor queue = QueueDescriptor.of(
                inspector.view(queues.named(name)), advisor.advice().about(name), store(name));
        return detailed(name, queue, caller);
    }

    private QueueDescriptor detailed(String name, QueueDescriptor descriptor, Caller caller) {
        final NamedQueue queue = queues.named(name);
        final SettingsDescriptor now = SettingsDescriptor.of(queue);
        return descriptor.with(
                writes.configured(name, now),
                now,
                writes.lastChange(name),
                times == null ? null : TimesDescriptor.of(times.waited(name)),
                times == null ? null : TimesDescriptor.of(times.ran(name)),
                failures(name, caller),
                rejections(name),
                histories.lookAt(queue).drain());
    }

    private @Nullable List<FailureDescriptor> failures(String queue, Caller caller) {
        final List<RecentEvents.Failure> failures = inspector.isOwn(queue) ? events.failures(queue) : null;
        return failures == null
                ? null
                : failures.stream().map(each -> failure(each, caller)).toList();
    }

    private FailureDescriptor failure(RecentEvents.Failure failure, Caller caller) {
        return new FailureDescriptor(
                failure.id(),
                failure.work(),
                failure.at(),
                failure.type(),
                values.of(failure.work() + ".message", failure.message(), caller));
    }

    private @Nullable List<RejectionDescriptor> rejections(String queue) {
        final List<RecentEvents.Rejection> rejections = inspector.isOwn(queue) ? events.rejections(queue) : null;
        return rejections == null
                ? null
                : rejections.stream()
                        .map(each -> new RejectionDescriptor(each.at(), ReasonWords.of(each.reason()), each.work()))
                        .toList();
    }

    RunningDescriptor running(String name, Input stack, Input depth, Input limit, Caller caller) {
        final NamedQueue queue = queues.named(name);
        final boolean hasStack = stack.flag(false);
        final int frames = depth.integer(1, MOST_DEPTH, USUAL_DEPTH);
        final int most = limit.integer(1, MOST_LIMIT, USUAL_LIMIT);
        final QueueInspector.Listed listed =
                inspector.running(queue, most, Math.max(hasStack ? frames : 0, QueueInspector.USUAL_DEPTH));
        return new RunningDescriptor(
                name,
                listed.total(),
                listed.works().stream()
                        .map(work -> RunningDescriptor.Work.of(work, arguments(work, caller), hasStack ? frames : 0))
                        .toList());
    }

    private @Nullable List<@Nullable Object> arguments(RunningView work, Caller caller) {
        if (!(work.work() instanceof ShownCall call)) {
            return null;
        }
        final Method method = call.method();
        if (method == null) {
            return null;
        }
        final @Nullable Object[] arguments = call.arguments();
        final Parameter[] parameters = method.getParameters();
        final List<@Nullable Object> shown = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            shown.add(values.of(work.description() + "." + parameters[i].getName(), arguments[i], caller));
        }
        return shown;
    }

    QueuedDescriptor queued(String name, Input limit, Input offset) {
        final NamedQueue queue = queues.named(name);
        final int most = limit.integer(1, MOST_LIMIT, USUAL_LIMIT);
        final int before = offset.integer(0, Integer.MAX_VALUE, 0);
        final List<QueuedView> works = inspector.queued(queue, before, most);
        final int total = Math.max(queue.snapshot().queued(), works.isEmpty() ? 0 : before + works.size());
        return new QueuedDescriptor(
                total,
                works.size() < total,
                works.stream().map(QueuedDescriptor.Work::of).toList());
    }

    NamedQueue queue(String name) {
        return queues.named(name);
    }
}
