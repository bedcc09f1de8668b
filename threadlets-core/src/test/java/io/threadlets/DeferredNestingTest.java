package io.threadlets;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletWork.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Works of two queues that both have their callers run what they submit. */
@Timeout(60)
final class DeferredNestingTest {
    private static final int CHAIN = 100_000;

    @RegisterExtension
    final Queues queues = new Queues();

    private ThreadletQueue full(String name) {
        final ThreadletQueue queue = queues.build(
                ThreadletQueue.builder(name).maxThreads(1).capacity(0).onFull(OnFull.CALLER_RUNS));
        Queues.occupy(queue);
        return queue;
    }

    @Test
    void submit_toAnotherQueueAndBack_runsAllBeforeTheOutermostReturns() {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        final List<String> events = new ArrayList<>();
        final Probe third = new Probe("third", () -> events.add("third"));
        final Probe second = new Probe("second", () -> {
            events.add("second");
            a.submit(third);
            events.add("third is " + third.state());
        });
        final Probe first = new Probe("first", () -> {
            events.add("first");
            b.submit(second);
        });
        a.submit(first);
        assertThat(events).containsExactly("first", "second", "third is QUEUED", "third");
        assertThat(List.of(first, second, third))
                .allSatisfy(work -> assertThat(work.ended)
                        .containsExactly(new Probe.Ended(null, State.SUCCEEDED, Thread.currentThread(), false)));
    }

    @Test
    void join_ofAFutureOfTheOtherQueue_doesNotHang() throws Exception {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        Inside.callerOf(a)
                .run(() -> assertThat(b.submit(Thread::currentThread).join()).isSameAs(Thread.currentThread()));
    }

    @Test
    void join_ofADeferredFutureWithinAWorkOfTheOtherQueue_runsItHere() throws Exception {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        Inside.callerOf(a).run(() -> {
            final ThreadletFuture<Thread> other =
                    b.submit(() -> a.submit(Thread::currentThread).join());
            assertThat(other.join()).isSameAs(Thread.currentThread());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submit_inAChainOverBothQueues_needsNoStack(boolean fromCompleted) {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        final class Link extends ThreadletWork {
            private void next() {
                final int run = runs.get();
                if (run < CHAIN) {
                    (run % 2 == 0 ? a : b).submit(new Link());
                }
            }

            @Override
            protected void run() {
                runs.incrementAndGet();
                if (!fromCompleted) {
                    next();
                }
            }

            @Override
            protected void completed(@Nullable Throwable failure) {
                failures.addAndGet(failure == null ? 0 : 1);
                if (fromCompleted) {
                    next();
                }
            }
        }
        a.submit(new Link());
        assertThat(runs).hasValue(CHAIN);
        assertThat(failures).hasValue(0);
        assertThat(a.snapshot().succeeded() + b.snapshot().succeeded()).isEqualTo(CHAIN);
    }

    @Test
    void shutdownNow_ofTheOuterQueueWithinTheOthersWork_returnsWhatIsDeferredAndInterruptsTheOuterAfterwards()
            throws Exception {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        final Probe deferred = Probe.named("deferred");
        final List<ThreadletWork> returned = Collections.synchronizedList(new ArrayList<>());
        Inside.callerOf(a).run(() -> {
            final ThreadletFuture<Boolean> other = b.submit(() -> {
                a.submit(deferred);
                returned.addAll(a.shutdownNow());
                return Thread.currentThread().isInterrupted();
            });
            assertThat(other.join()).as("the work of the other queue saw it").isFalse();
            assertThat(Thread.interrupted()).as("the outer saw it").isTrue();
        });
        assertThat(returned).containsExactly(deferred);
        assertThat(deferred.state()).isEqualTo(State.DEQUEUED);
    }

    @Test
    void shutdownNow_ofTheInnerQueue_leavesTheOuterAndWhatItDeferredAlone() throws Exception {
        final ThreadletQueue a = full("a");
        final ThreadletQueue b = full("b");
        final Probe deferred = Probe.named("deferred");
        Inside.callerOf(a).run(() -> {
            a.submit(deferred);
            final ThreadletFuture<Boolean> other = b.submit(() -> {
                assertThat(b.shutdownNow()).isEmpty();
                return Thread.currentThread().isInterrupted();
            });
            assertThat(other.join()).as("the work of the other queue saw it").isTrue();
            assertThat(Thread.currentThread().isInterrupted())
                    .as("the outer saw it")
                    .isFalse();
        });
        assertThat(deferred.runs()).isOne();
        assertThat(deferred.ended).hasSize(1);
    }
}
