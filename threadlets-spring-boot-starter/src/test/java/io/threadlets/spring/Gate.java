package io.threadlets.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds the thread that passes it until a test opens it. Each waiting is bounded. */
public final class Gate implements Runnable {
    /** Longer than any test waits for what it expects, on however slow a machine. */
    private static final long LIMIT_SECONDS = 300;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /** In the work: says that it is here, and waits. */
    public void pass() throws InterruptedException {
        reached.countDown();
        try {
            await(opened);
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    /** As {@link #pass}, for an executor. */
    @Override
    public void run() {
        try {
            pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the work: as {@link #pass}, deaf to interrupts. */
    public void passDeaf() {
        reached.countDown();
        boolean isOpen = false;
        while (!isOpen) {
            try {
                await(opened);
                isOpen = true;
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    public Callable<String> task(String result) {
        return () -> {
            pass();
            return result;
        };
    }

    public void open() {
        opened.countDown();
    }

    public void awaitReached() throws InterruptedException {
        await(reached);
    }

    public void awaitInterrupted() throws InterruptedException {
        await(interrupted);
    }

    public boolean wasReached() {
        return reached.getCount() == 0;
    }

    public boolean wasInterrupted() {
        return interrupted.getCount() == 0;
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
