package io.threadlets;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where memory runs out: the code that {@link FaultyClassLoader} has rewritten asks here before it allocates. Public,
 * and loaded once for all, since that code is another run-time package's.
 */
public final class AllocationFaults {
    /** So that whoever tries again until there is memory gets it. */
    static final int MOST_FAILURES = 40;

    /** One for all: a real one may be preallocated as well. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // see above
    public static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("planned");

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static final AtomicInteger FAILURES = new AtomicInteger();
    private static volatile boolean armed;
    private static volatile boolean lasting;
    private static volatile @Nullable String site;

    private AllocationFaults() {}

    /**
     * Has an allocation fail.
     *
     * @param number which one from now on, on whatever thread; the first is 1
     * @param forLong whether those after it fail too, until {@link #disarm}
     */
    public static void arm(int number, boolean forLong) {
        LEFT.set(number);
        FAILURES.set(0);
        site = null;
        lasting = forLong;
        armed = true;
    }

    /** Ends it; says whether any allocation has failed. */
    public static boolean disarm() {
        armed = false;
        return FAILURES.get() > 0;
    }

    /** Where the first allocation failed, for a message. */
    public static String site() {
        return String.valueOf(site);
    }

    /** Called by rewritten code, wherever it may allocate. */
    public static void allocate() {
        if (armed && LEFT.decrementAndGet() <= 0 && (lasting || FAILURES.get() == 0)) {
            if (FAILURES.incrementAndGet() <= MOST_FAILURES) {
                if (site == null) {
                    site = describe();
                }
                throw NO_MEMORY;
            }
        }
    }

    /** As {@link #allocate}, where a future is about to be cancelled, which takes no memory if it is done. */
    public static void allocateToCancel(CompletableFuture<?> future, @SuppressWarnings("unused") boolean interrupt) {
        if (!future.isDone()) {
            allocate();
        }
    }

    /** As {@link #allocate}, where a thread local is set, which takes memory once a thread; it may be set then. */
    public static void allocateToSet(ThreadLocal<@Nullable Object> local, Object value) {
        if (armed && local.get() == null) {
            allocate();
            try {
                allocate();
            } catch (OutOfMemoryError noMemory) {
                local.set(value);
                throw noMemory;
            }
        }
    }

    private static String describe() {
        final StringBuilder text =
                new StringBuilder("on " + Thread.currentThread().getName());
        StackWalker.getInstance().forEach(frame -> {
            if (frame.getClassName().startsWith("io.threadlets.")
                    && !frame.getClassName().equals(AllocationFaults.class.getName())) {
                text.append("\n    in ").append(frame);
            }
        });
        return text.toString();
    }
}
