package io.threadlets;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds whoever passes until it is opened or interrupted. */
final class Gate {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    void pass() throws InterruptedException {
        entered.countDown();
        if (!open.await(Waits.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody opened the gate");
        }
    }

    /** As {@link #pass}, whatever interrupts come; their flag is kept. */
    void passWithoutInterrupts() {
        entered.countDown();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    pass();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A task that passes, and then returns the value. */
    <T> Callable<T> callable(T value) {
        return () -> {
            pass();
            return value;
        };
    }

    void open() {
        open.countDown();
    }

    void awaitEntered() {
        Waits.await(entered);
    }

    boolean isEntered() {
        return entered.getCount() == 0;
    }

    CountDownLatch entered() {
        return entered;
    }
}
