package io.threadlets.spring.queue;

import io.threadlets.ThreadletListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which threads are the queue's. */
final class QueueThreads implements ThreadletListener {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    boolean includes(Thread thread) {
        return threads.contains(thread);
    }

    @Override
    public void threadStarted(Thread thread) {
        threads.add(thread);
    }

    @Override
    public void threadStopped(Thread thread) {
        threads.remove(thread);
    }
}
