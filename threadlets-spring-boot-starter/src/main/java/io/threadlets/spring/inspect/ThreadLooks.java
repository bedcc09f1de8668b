package io.threadlets.spring.inspect;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * Looks at threads. All platform threads are stopped once for a moment, instead of each for a moment of its own, and
 * without the synchronizers that they own, for which the JVM would walk its whole heap. Virtual threads are unknown to
 * that, and are looked at one by one. One look at a time, so that many who ask at once cost no more than one.
 */
final class ThreadLooks {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean hasClocks = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

    /** Null where there are no virtual threads. */
    private final @Nullable Method isVirtual = ReflectionUtils.findMethod(Thread.class, "isVirtual");

    boolean isVirtual(Thread thread) {
        return isVirtual != null && Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isVirtual, thread));
    }

    /** How long a thread has used a processor, in nanoseconds; -1 if not known. */
    long cpuNanos(Thread thread) {
        return hasClocks && !isVirtual(thread) ? threads.getThreadCpuTime(thread.getId()) : -1;
    }

    /**
     * Where threads stand.
     *
     * @param depth how many frames to look at
     * @return by thread number; without those that have ended
     */
    synchronized Map<Long, ThreadLook> look(Collection<Thread> seen, int depth) {
        final Map<Long, ThreadLook> looks = new HashMap<>();
        final long[] platform = seen.stream()
                .filter(thread -> !isVirtual(thread))
                .mapToLong(Thread::getId)
                .distinct()
                .toArray();
        for (@Nullable ThreadInfo info : threads.getThreadInfo(platform, depth)) {
            if (info != null) {
                looks.put(info.getThreadId(), look(info));
            }
        }
        for (Thread thread : seen) {
            if (isVirtual(thread)) {
                looks.computeIfAbsent(thread.getId(), id -> look(thread, depth));
            }
        }
        return looks;
    }

    private static ThreadLook look(ThreadInfo info) {
        final @Nullable LockInfo lock = info.getLockInfo();
        return new ThreadLook(
                info.getThreadState(),
                List.of(info.getStackTrace()),
                lock == null ? null : lock.toString(),
                info.getLockOwnerId(),
                info.getLockOwnerName());
    }

    private static ThreadLook look(Thread thread, int depth) {
        final List<StackTraceElement> stack = List.of(thread.getStackTrace());
        return new ThreadLook(thread.getState(), stack.subList(0, Math.min(depth, stack.size())), null, -1, null);
    }
}
