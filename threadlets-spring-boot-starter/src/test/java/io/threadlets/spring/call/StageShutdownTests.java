package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.queue.QueueRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;

/** A stop and calls whose body has returned what goes on. */
@ExtendWith(OutputCaptureExtension.class)
class StageShutdownTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Store.class)
            .withBean(Client.class);

    /** Cannot be used when it is closed. */
    static class Store implements DisposableBean {
        private volatile boolean isClosed;

        String save(String value) {
            if (isClosed) {
                throw new IllegalStateException("closed");
            }
            return value + ", saved";
        }

        @Override
        public void destroy() {
            isClosed = true;
        }
    }

    static class Client {
        private final Store store;
        private final CompletableFuture<String> exchange = new CompletableFuture<>();

        Client(Store store) {
            this.store = store;
        }

        public void answer() {
            exchange.complete("value");
        }

        @Threadlet("q")
        public CompletableFuture<String> ask() {
            return exchange.thenApply(store::save);
        }

        @Threadlet("q")
        public CompletableFuture<String> askAndGoOnHere() {
            return exchange.thenCompose(value -> next(value));
        }

        @Threadlet("q")
        public CompletableFuture<String> next(String value) {
            return CompletableFuture.completedFuture(store.save(value));
        }

        @Threadlet("q")
        public Mono<String> askReactively() {
            return Mono.fromFuture(exchange).map(store::save);
        }

        @Threadlet(queue = "q", fallback = "later")
        public CompletableFuture<String> failing() {
            throw new IllegalStateException("planned");
        }

        CompletableFuture<String> later(Throwable failure) {
            return exchange.thenApply(store::save);
        }

        @Threadlet("q")
        public CompletionStage<String> uncancellable() {
            return exchange.minimalCompletionStage();
        }

        @Threadlet(queue = "q", timeout = "50ms")
        public CompletionStage<String> uncancellableAndTimed() {
            return exchange.minimalCompletionStage();
        }

        @Threadlet("q")
        public CompletableFuture<String> askWhenInterrupted(Gate gate) {
            gate.passDeaf();
            return exchange.thenApply(store::save);
        }
    }

    @Test
    void stopWaitsForACallWhoseBodyHasReturnedAStage(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.ask();
            awaitLinked(context);
            completeWhileItCloses(context, client, output);
            assertThat(result).isCompletedWithValue("value, saved");
            assertThat(output).containsPattern("q: closed in \\S+ s: 1 finished\\R");
        });
    }

    @Test
    void stopDoesNotWaitForACallThatTimedOutThoughItsStageGoesOn(CapturedOutput output) {
        contexts.run(context -> {
            final CompletableFuture<String> result =
                    context.getBean(Client.class).uncancellableAndTimed().toCompletableFuture();
            assertThat(result).failsWithin(20, TimeUnit.SECONDS);
            // The stage is given up right after the caller was told.
            await().until(context.getBean(QueueRegistry.class).openCalls()::isEmpty);
            context.close();
            assertThat(output).doesNotContain("still running", "1 cancelled");
        });
    }

    @Test
    void stopWaitsForWhatTheCallerHasAddedToTheCall(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final Store store = context.getBean(Store.class);
            final CompletableFuture<String> result = client.ask().thenApply(value -> store.save(value));
            awaitLinked(context);
            completeWhileItCloses(context, client, output);
            assertThat(result).isCompletedWithValue("value, saved, saved");
        });
    }

    @Test
    void stopWaitsForAMonoThatTheBodyHasReturned(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<@Nullable String> result =
                    client.askReactively().toFuture();
            awaitLinked(context);
            completeWhileItCloses(context, client, output);
            assertThat(result).isCompletedWithValue("value, saved");
        });
    }

    @Test
    void stopWaitsForAStageThatAFallbackHasReturned(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.failing();
            awaitLinked(context);
            completeWhileItCloses(context, client, output);
            assertThat(result).isCompletedWithValue("value, saved");
        });
    }

    @Test
    void queuesAcceptWhatAStageNeedsToComeToItsEnd(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.askAndGoOnHere();
            awaitLinked(context);
            completeWhileItCloses(context, client, output);
            assertThat(result).isCompletedWithValue("value, saved");
        });
    }

    @Test
    void stopOfAContextThatIsStartedAgainWaitsToo(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.ask();
            awaitLinked(context);
            final Thread stopper = new Thread(context.getSourceApplicationContext()::stop);
            stopper.start();
            await().until(() -> output.getOut().contains("q: stopping: 1 running"));
            client.answer();
            stopper.join();
            assertThat(result).isCompletedWithValue("value, saved");
            assertThat(output).containsPattern("q: stopped in \\S+ s: 1 finished\\R");
        });
    }

    @Test
    void stageThatDoesNotEndInTimeIsCancelledAndItsCallNamed(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=50ms").run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.ask();
            awaitLinked(context);
            context.close();
            assertThat(result).isCancelled();
            assertThat(output).containsPattern("WARN.*q: closed in \\S+ s: 1 cancelled \\(Client.ask\\)\\. Works had");
        });
    }

    @Test
    void stageThatCannotBeCancelledIsNamedAndItsCallerFree(CapturedOutput output) {
        contexts.withPropertyValues(
                        "threadlets.shutdown-timeout=50ms", "spring.lifecycle.timeout-per-shutdown-phase=400ms")
                .run(context -> {
                    final Client client = context.getBean(Client.class);
                    final CompletableFuture<String> result =
                            client.uncancellable().toCompletableFuture();
                    awaitLinked(context);
                    context.close();
                    assertThat(result).isCancelled();
                    assertThat(output)
                            .containsPattern("q: closed in \\S+ s: 1 cancelled \\(Client.uncancellable\\); still"
                                    + " running: Client.uncancellable, whose result has not ended");
                });
    }

    @Test
    void stageThatAnInterruptedBodyReturnsIsCancelledToo(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=50ms").run(context -> {
            final Client client = context.getBean(Client.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> result = client.askWhenInterrupted(gate);
            gate.awaitReached();
            final Thread closer = new Thread(context::close);
            closer.start();
            gate.awaitInterrupted();
            gate.open();
            closer.join();
            assertThat(result).isCancelled();
            assertThat(output).containsPattern("q: closed in \\S+ s: 1 interrupted \\(Client.askWhenInterrupted\\)\\.");
        });
    }

    @Test
    void callThatWasCancelledBeforeIsNotWaitedFor(CapturedOutput output) {
        contexts.run(context -> {
            final Client client = context.getBean(Client.class);
            final CompletableFuture<String> result = client.ask();
            awaitLinked(context);
            result.cancel(true);
            context.close();
            assertThat(output).doesNotContain("q: closing").doesNotContain("q: closed in");
        });
    }

    /** The body has ended, and its thread is free. */
    private static void awaitLinked(ConfigurableApplicationContext context) {
        final ThreadletQueue queue = context.getBean("q", ThreadletQueue.class);
        await().until(() -> queue.snapshot().submitted() > 0
                && queue.snapshot().cur() == queue.snapshot().idle());
    }

    private static void completeWhileItCloses(
            ConfigurableApplicationContext context, Client client, CapturedOutput output) throws InterruptedException {
        final Thread closer = new Thread(context::close);
        closer.start();
        await().atMost(20, TimeUnit.SECONDS).until(() -> output.getOut().contains("q: closing: 1 running, 0 waiting"));
        client.answer();
        closer.join();
    }
}
