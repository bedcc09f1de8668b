package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A queue whose factory has the threads of another queue run for it: each is a thread of both meanwhile. */
final class BorrowedThreadsTest {
    @RegisterExtension
    final Queues queues = new Queues();

    private ThreadletQueue borrowing(ThreadletQueue lender) {
        return queues.build(ThreadletQueue.builder("borrower")
                .maxThreads(1)
                .idleTimeout(Duration.ofMillis(1))
                .threadFactory(life -> new Thread(() -> lender.executor().execute(life))));
    }

    @Test
    void get_ofAFutureOfTheLender_runsItInPlace() throws Exception {
        final ThreadletQueue lender = queues.single("lender");
        final ThreadletQueue borrower = borrowing(lender);
        assertThat(borrower.submit(() -> lender.submit(Thread::currentThread).get() == Thread.currentThread())
                        .get(Waits.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void get_onceTheThreadIsTheLendersAlone_runsItsFuturesInPlace() throws Exception {
        final ThreadletQueue lender = queues.single("lender");
        final ThreadletQueue borrower = borrowing(lender);
        borrower.submit(() -> {}).join();
        Waits.until("the thread is given back", () -> borrower.snapshot().cur() == 0);
        assertThat(lender.submit(() -> lender.submit(Thread::currentThread).get() == Thread.currentThread())
                        .get(Waits.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }
}
