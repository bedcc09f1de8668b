package io.threadlets.spring.aop;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Whether Reactor is there: what needs it cannot even be loaded otherwise. */
final class Reactor {
    private static final boolean IS_PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ReactiveAdapterRegistry.class.getClassLoader());

    private Reactor() {}

    static boolean isPresent() {
        return IS_PRESENT;
    }

    /** Whether the calling thread must not block, as Reactor sees it. */
    static boolean forbidsBlocking() {
        return IS_PRESENT && ReactiveCalls.isOnNonBlockingThread();
    }
}
