package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Who holds the future of a call that has ended, in whatever way, does not hold its arguments. */
@SuppressWarnings("UnusedVariable") // what the methods take is what is looked for
class CallMemoryTests {
    private static final int CALLS = 1_000;

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.shutdown-timeout=0")
            .withBean(Service.class);

    /** Tells when it is gone. */
    static final class Argument {
        private final byte[] content = new byte[1_000];

        int size() {
            return content.length;
        }
    }

    static class Service {
        @Threadlet("q")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("q")
        public CompletableFuture<Integer> size(Argument argument) {
            return CompletableFuture.completedFuture(argument.size());
        }

        @Threadlet("q")
        public CompletableFuture<Integer> follow(Argument argument, CompletionStage<Integer> stage) {
            return stage.toCompletableFuture();
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<Integer> withFallback(Argument argument, CompletionStage<Integer> stage) {
            throw new IllegalStateException("planned");
        }

        CompletableFuture<Integer> instead(Argument argument, CompletionStage<Integer> stage) {
            return stage.toCompletableFuture();
        }

        @Threadlet("q")
        public CompletableFuture<Integer> blocking(Argument argument, Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture(argument.size());
        }

        @Threadlet(queue = "q", timeout = "20ms")
        public CompletableFuture<Integer> timed(Argument argument) {
            return CompletableFuture.completedFuture(argument.size());
        }
    }

    /** One whose cancellation does not end it. */
    private static final class Stubborn extends CompletableFuture<Integer> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }

    /** Futures, and what their calls were given. */
    private record Made(List<CompletableFuture<Integer>> futures, List<WeakReference<Argument>> arguments) {
        static Made of(int calls, Function<Argument, CompletableFuture<Integer>> call) {
            final Made made = new Made(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < calls; i++) {
                final Argument argument = new Argument();
                made.arguments.add(new WeakReference<>(argument));
                made.futures.add(call.apply(argument));
            }
            return made;
        }

        void assertHoldNoArgument() {
            await().untilAsserted(() -> {
                System.gc();
                assertThat(arguments).filteredOn(each -> each.get() != null).isEmpty();
            });
            assertThat(futures).as("and they are there").allMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void cancelledFuturesOfWaitingCalls() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            final Made made = Made.of(CALLS, service::size);
            made.futures().forEach(future -> future.cancel(true));
            made.assertHoldNoArgument();
            gate.open();
        });
    }

    @Test
    void futuresOfWaitingCallsThatSomebodyElseHasCompleted() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            final Made made = Made.of(10, service::size);
            made.futures().forEach(future -> future.complete(0));
            made.assertHoldNoArgument();
            gate.open();
        });
    }

    @Test
    void futuresOfCallsThatTimedOutWhileTheyWaited() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            final Made made = Made.of(10, service::timed);
            await().until(() -> made.futures().stream().allMatch(CompletableFuture::isDone));
            made.assertHoldNoArgument();
            gate.open();
        });
    }

    @Test
    void cancelledFutureOfARunningCall() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final Made made = Made.of(1, argument -> call(() -> service.blocking(argument, gate)));
            gate.awaitReached();
            made.futures().get(0).cancel(true);
            gate.awaitInterrupted();
            made.assertHoldNoArgument();
        });
    }

    @Test
    void cancelledFutureOfACallThatFollowsAStage() {
        cancelledWhileItFollows(new CompletableFuture<>());
    }

    @Test
    void cancelledFutureOfACallThatFollowsAStageWhichIsNotCancelledWithIt() {
        cancelledWhileItFollows(new Stubborn());
    }

    private void cancelledWhileItFollows(CompletableFuture<Integer> stage) {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Made made = Made.of(1, argument -> service.follow(argument, stage));
            awaitEnd(context.getBean("q", ThreadletQueue.class), 1);
            made.futures().get(0).cancel(true);
            made.assertHoldNoArgument();
            assertThat(stage.isDone()).isEqualTo(!(stage instanceof Stubborn));
        });
    }

    @Test
    void cancelledFutureOfACallWhoseFallbackHasReturnedAStageThatIsNotCancelledWithIt() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Stubborn stage = new Stubborn();
            final Made made = Made.of(1, argument -> service.withFallback(argument, stage));
            await().until(() -> stage.getNumberOfDependents() > 0);
            made.futures().get(0).cancel(true);
            made.assertHoldNoArgument();
            assertThat(stage).isNotDone();
        });
    }

    private static void awaitEnd(ThreadletQueue queue, int works) {
        await().until(() -> queue.snapshot().succeeded() == works
                && queue.snapshot().cur() == queue.snapshot().idle());
    }

    private interface Call {
        CompletableFuture<Integer> make() throws Exception;
    }

    private static CompletableFuture<Integer> call(Call call) {
        try {
            return call.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void futureThatIsDone() {
        contexts.run(context -> {
            final Made made = Made.of(1, context.getBean(Service.class)::size);
            assertThat(made.futures().get(0))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(1_000);
            made.assertHoldNoArgument();
        });
    }
}
