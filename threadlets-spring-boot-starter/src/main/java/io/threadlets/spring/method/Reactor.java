package io.threadlets.spring.method;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/** Whether Reactor is there: what needs it cannot even be loaded otherwise. */
public final class Reactor {
    private static final boolean IS_PRESENT =
            ClassUtils.isPresent("reactor.core.publisher.Mono", ReactiveAdapterRegistry.class.getClassLoader());

    private Reactor() {}

    /**
     * Looked up once.
     *
     * @return whether it is on the class path
     */
    public static boolean isPresent() {
        return IS_PRESENT;
    }
}
