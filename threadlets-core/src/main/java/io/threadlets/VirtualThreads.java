package io.threadlets;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, which the JVM has since Java 21 while this library is compiled for 17. */
final class VirtualThreads {
    private VirtualThreads() {}

    /** Says what is needed, where they are wanted and the JVM has none. */
    static boolean requireSupported(boolean wanted) {
        if (wanted && Runtime.version().feature() < 21) {
            throw new IllegalArgumentException(
                    "virtualThreads must be false before Java 21 but was true: virtual threads need Java 21 or later,"
                            + " and this is Java " + Runtime.version());
        }
        return wanted;
    }

    /** As {@code Thread.ofVirtual().name(prefix, 1).inheritInheritableThreadLocals(false).factory()}. */
    static ThreadFactory factory(String prefix) {
        requireSupported(true);
        try {
            final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            final Class<?> builder = Class.forName("java.lang.Thread$Builder");
            final Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            final MethodHandle start = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
            final MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            final MethodHandle inherit = lookup.findVirtual(
                    builder, "inheritInheritableThreadLocals", MethodType.methodType(builder, boolean.class));
            final MethodHandle factory =
                    lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            final Object named = name.invoke(start.invoke(), prefix, 1L);
            return (ThreadFactory) factory.invoke(inherit.invoke(named, false));
        } catch (Throwable e) {
            throw new IllegalStateException("This JVM's virtual threads cannot be reached", e);
        }
    }
}
