package io.threadlets.spring.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Stages of a call's future that are asynchronous and name no executor. */
class AsyncStageContextTests {
    @RegisterExtension
    final CallersContext caller = new CallersContext();

    private final ThreadLocal<@Nullable String> tenant = caller.tenant();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.queues.q.capacity=1")
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public CompletableFuture<String> future(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("value");
        }

        @Threadlet("q")
        public CompletableFuture<String> follow(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<String> withFallback(CompletableFuture<String> stage) {
            throw new IllegalStateException("not reached");
        }

        CompletableFuture<String> instead(CompletableFuture<String> stage) {
            return stage;
        }
    }

    private String seen() {
        return MDC.get("request") + " " + tenant.get() + " on "
                + Thread.currentThread().getName();
    }

    private void goOn() {
        MDC.put("request", "r2");
        tenant.set("t2");
    }

    @Test
    void asyncStageHasTheContextOfTheCall() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final CompletableFuture<String> stage =
                    context.getBean(Service.class).future(gate).thenApplyAsync(value -> seen());
            goOn();
            gate.open();
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("r1 t1 on q-1");
            assertThat(context.getBean("q", ThreadletQueue.class).submit(this::seen))
                    .as("the next work of the same thread")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("null null on q-1");
        });
    }

    @Test
    void asyncStageThatIsAddedToAFutureThatIsDoneOrToAStageOfItHasTheContextOfTheCall() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            gate.open();
            final CompletableFuture<String> future =
                    context.getBean(Service.class).future(gate);
            assertThat(future).succeedsWithin(20, TimeUnit.SECONDS);
            goOn();
            assertThat(future.thenApplyAsync(value -> seen()))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("r1 t1 on q-1");
            assertThat(future.thenApply(value -> value)
                            .handle((value, failure) -> value)
                            .thenApplyAsync(value -> seen()))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("r1 t1 on q-1");
        });
    }

    @Test
    void asyncStageOfACancelledFutureHasTheContextOfTheCall() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final CompletableFuture<String> future =
                    context.getBean(Service.class).future(gate);
            gate.awaitReached();
            future.cancel(true);
            goOn();
            assertThat(future.handleAsync((value, failure) -> seen()))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("r1 t1 on q-1");
        });
    }

    @Test
    void asyncStageOfAFutureThatFollowsAnotherHasTheContextOfTheCall() {
        contexts.run(context -> {
            final CompletableFuture<String> inner = new CompletableFuture<>();
            final CompletableFuture<String> stage =
                    context.getBean(Service.class).follow(inner).thenApplyAsync(value -> seen());
            goOn();
            inner.complete("value");
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("r1 t1 on q-1");
        });
    }

    @Test
    void stagesOfARefusedCallHaveItsContextOnWhateverThreadItsFallbackEnds() throws Exception {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> running = service.future(gate);
            gate.awaitReached();
            final CompletableFuture<String> waiting = service.future(gate);
            final CompletableFuture<String> instead = new CompletableFuture<>();
            final CompletableFuture<String> refused = service.withFallback(instead);
            final CompletableFuture<String> stage = refused.thenApply(value -> seen());
            final CompletableFuture<String> async = refused.thenApplyAsync(value -> seen());
            final Thread other = new Thread(() -> instead.complete("value"), "other");
            other.start();
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("r1 t1 on other");
            assertThat(async).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("r1 t1 on other");
            other.join();
            gate.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    @Test
    void asyncStageHasNothingWhereContextIsSwitchedOff() {
        contexts.withPropertyValues("threadlets.propagate-context=false").run(context -> {
            final Gate gate = new Gate();
            final CompletableFuture<String> stage =
                    context.getBean(Service.class).future(gate).thenApplyAsync(value -> seen());
            gate.open();
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("null null on q-1");
        });
    }
}
