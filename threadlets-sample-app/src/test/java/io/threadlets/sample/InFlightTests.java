package io.threadlets.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // what hangs here ignores interrupts
class InFlightTests {

    private final List<Object> ends = new ArrayList<>();

    @Test
    void callBeyondTheLimitWaitsForAnotherToEnd() {
        InFlight calls = new InFlight(2);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        calls.submit(() -> first, this::ended);
        calls.submit(() -> second, this::ended);

        CompletableFuture<Void> third = CompletableFuture.runAsync(
                () -> calls.submit(() -> CompletableFuture.completedFuture("3"), this::ended));
        assertThat(third).isNotDone();
        first.complete("1");

        assertThat(third).succeedsWithin(Duration.ofSeconds(30));
        assertThat(ends).containsExactly("1", "3");
    }

    @Test
    void callThatDoesNotWaitIsMadeOnlyWhereThereIsRoom() {
        InFlight calls = new InFlight(1);
        CompletableFuture<String> first = new CompletableFuture<>();
        assertThat(calls.trySubmit(() -> first, this::ended)).isTrue();

        assertThat(calls.trySubmit(() -> CompletableFuture.completedFuture("2"), this::ended))
                .isFalse();
        first.complete("1");
        assertThat(calls.trySubmit(() -> CompletableFuture.completedFuture("3"), this::ended))
                .isTrue();

        assertThat(ends).containsExactly("1", "3");
    }

    @Test
    void everyWayToEndMakesRoom() {
        InFlight calls = new InFlight(1);
        IOException failed = new IOException("failed");
        IllegalStateException thrown = new IllegalStateException("thrown");

        calls.submit(() -> CompletableFuture.completedFuture("done"), this::ended);
        calls.submit(() -> CompletableFuture.failedFuture(failed), this::ended);
        calls.submit(() -> CompletableFuture.failedFuture(new CompletionException(failed)), this::ended);
        calls.submit(
                () -> {
                    throw thrown;
                },
                this::ended);
        calls.submit(() -> CompletableFuture.completedFuture("throws"), (value, failure) -> {
            throw thrown;
        });
        calls.submit(() -> CompletableFuture.completedFuture("last"), this::ended);
        calls.await();

        assertThat(ends).containsExactly("done", failed, failed, thrown, "last");
    }

    @Test
    void awaitReturnsWhenTheLastCallIsDone() {
        InFlight calls = new InFlight(3);
        CompletableFuture<String> last = new CompletableFuture<>();
        calls.submit(() -> last, this::ended);

        CompletableFuture<Void> awaited = CompletableFuture.runAsync(calls::await);
        assertThat(awaited).isNotDone();
        last.complete("done");

        assertThat(awaited).succeedsWithin(Duration.ofSeconds(30));
        calls.await();
    }

    @Test
    void cancelReachesEveryCallTheLatestFirstAndLetsNoOtherBegin() {
        InFlight calls = new InFlight(3);
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();
        calls.submit(() -> first, (value, failure) -> ends.add("first"));
        calls.submit(() -> second, (value, failure) -> ends.add("second"));

        calls.cancel();
        calls.submit(
                () -> {
                    throw new AssertionError("called after cancel");
                },
                this::ended);
        calls.await();

        assertThat(first).isCancelled();
        assertThat(second).isCancelled();
        assertThat(ends).containsExactly("second", "first");
    }

    @Test
    void callThatIsBeingMadeWhileOthersAreCancelledIsCancelledToo() {
        InFlight calls = new InFlight(1);
        CompletableFuture<String> future = new CompletableFuture<>();

        calls.submit(
                () -> {
                    calls.cancel();
                    return future;
                },
                this::ended);

        assertThat(future).isCancelled();
    }

    @Test
    void cancelInterruptsWhatRuns() {
        InFlight calls = new InFlight(1);
        calls.submit(
                () -> new CompletableFuture<String>() {
                    @Override
                    public boolean cancel(boolean mayInterruptIfRunning) {
                        ends.add(mayInterruptIfRunning);
                        return super.cancel(mayInterruptIfRunning);
                    }
                },
                (value, failure) -> {});

        calls.cancel();

        assertThat(ends).containsExactly(true);
    }

    private void ended(@Nullable Object value, @Nullable Throwable failure) {
        ends.add(value != null ? value : Objects.requireNonNull(failure));
    }
}
