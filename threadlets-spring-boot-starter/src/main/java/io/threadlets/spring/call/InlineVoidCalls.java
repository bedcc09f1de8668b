package io.threadlets.spring.call;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Void calls in inline mode. What one makes in its turn is put off until the outermost one has ended, and then run
 * first in, first out, on the same thread: nobody waits for it, and a method that calls itself needs no deeper stack.
 * Safe from any thread.
 */
final class InlineVoidCalls {
    /** Put off by the void call that a thread runs; null while it runs none. */
    private static final ThreadLocal<@Nullable Queue<Call>> PUT_OFF = new ThreadLocal<>();

    private InlineVoidCalls() {}

    static void make(Call call) {
        final Queue<Call> outer = PUT_OFF.get();
        if (outer != null) {
            outer.add(call);
            return;
        }
        final Queue<Call> inner = new ArrayDeque<>();
        PUT_OFF.set(inner);
        try {
            submitAll(call, inner);
        } finally {
            PUT_OFF.remove();
        }
    }

    /** Each, whatever becomes of the others. */
    private static void submitAll(Call first, Queue<Call> others) {
        Throwable failure = null;
        for (Call next = first; next != null; next = others.poll()) {
            try {
                next.submit();
            } catch (Throwable thrown) { // an error of the virtual machine: all else goes to the handler
                if (failure == null) {
                    failure = thrown;
                }
            }
        }
        if (failure != null) {
            throw Sneaky.asThrown(failure);
        }
    }
}
