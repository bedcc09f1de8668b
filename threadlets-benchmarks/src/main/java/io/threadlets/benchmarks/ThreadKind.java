package io.threadlets.benchmarks;

import java.util.concurrent.ThreadFactory;

/** What a pool's threads are. */
enum ThreadKind {
    /** Threads of the system, with small stacks, since some mains start thousands of them. */
    PLATFORM {
        @Override
        ThreadFactory factory() {
            return body -> {
                final Thread thread = new Thread(null, body, "benchmark", STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            };
        }
    },

    /** Threads that the JVM schedules; Java 21 and later. */
    VIRTUAL {
        @Override
        ThreadFactory factory() {
            try {
                // By name, since this is compiled for Java 17.
                final Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                        .getMethod("factory")
                        .invoke(builder);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This JVM has no virtual threads: it is " + Runtime.version() + ".", e);
            }
        }
    };

    private static final long STACK_BYTES = 256 * 1024;

    /** {@return makes threads of the kind, which keep no JVM from its end} */
    abstract ThreadFactory factory();

    /** {@return whether this JVM has them} */
    boolean isAvailable() {
        return this != VIRTUAL || VirtualPool.isAvailable();
    }
}
