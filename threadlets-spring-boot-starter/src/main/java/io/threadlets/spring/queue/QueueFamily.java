package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the contexts of a hierarchy share: a thread of any of their queues may call a method of any of them. Safe from
 * any thread.
 */
final class QueueFamily {
    private final List<QueueRegistry> members = new CopyOnWriteArrayList<>();
    private final WaitingCallers callers =
            new WaitingCallers(queue -> queue.snapshot().maxThreads());
    private final WorkIds workIds = new WorkIds();

    void add(QueueRegistry member) {
        members.add(member);
    }

    void remove(QueueRegistry member) {
        members.remove(member);
    }

    WaitingCallers callers() {
        return callers;
    }

    WorkIds workIds() {
        return workIds;
    }

    /** Asked with each plain call. Makes no bean. */
    @Nullable
    ThreadletQueue ownerOf(Thread thread) {
        for (QueueRegistry member : members) {
            for (ThreadletQueue queue : member.watched()) {
                if (queue.owns(thread)) {
                    return queue;
                }
            }
        }
        return null;
    }
}
