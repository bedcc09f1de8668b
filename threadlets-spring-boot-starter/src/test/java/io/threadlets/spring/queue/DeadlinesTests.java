package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTests {
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Deadlines deadlines = new Deadlines();

    @AfterEach
    void close() {
        deadlines.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is called off
    private void soon(Runnable task) {
        deadlines.in(SOON_NANOS, task);
    }

    @Test
    void timerThreadInheritsNothingFromWhoStartsIt() {
        final InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        local.set("the caller's");
        final CompletableFuture<String> seen = new CompletableFuture<>();
        soon(() -> seen.complete("" + local.get()));
        local.remove();
        assertThat(seen).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("null");
    }

    @Test
    void whatIsToBeDoneOnceIsDoneAfterTheClose() throws Exception {
        final Gate timer = new Gate();
        soon(timer);
        timer.awaitReached();
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        soon(() -> done.complete(true));
        deadlines.close();
        timer.open();
        assertThat(done).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void workThatIsDoneAgainAndAgainMayBlockWithoutHoldingUpTheTimer() throws Exception {
        final Gate blocking = new Gate();
        deadlines.each(Duration.ofNanos(SOON_NANOS), blocking);
        blocking.awaitReached();
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        soon(() -> done.complete(true));
        assertThat(done).succeedsWithin(5, TimeUnit.SECONDS);
        blocking.open();
    }

    @Test
    void workForAnotherThreadIsDoneByTheCallerOnceTheyAreClosed() {
        deadlines.close();
        final CompletableFuture<Thread> by = new CompletableFuture<>();
        deadlines.now(() -> by.complete(Thread.currentThread()));
        assertThat(by).isCompletedWithValue(Thread.currentThread());
    }
}
