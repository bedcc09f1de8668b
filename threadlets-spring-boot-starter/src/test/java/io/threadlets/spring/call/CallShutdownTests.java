package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls whose context stops or ends before they do. */
class CallShutdownTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.shutdown-timeout=0")
            .withBean(Service.class);

    static class Service {
        @Threadlet(queue = "q", timeout = "3s")
        public String deaf(Gate gate) {
            gate.passDeaf();
            return "value";
        }

        @Threadlet(queue = "q", timeout = "40ms")
        public String timed(Gate gate) throws Exception {
            gate.pass();
            return "value";
        }

        @Threadlet("q")
        public void failing(Gate gate) {
            gate.passDeaf();
            throw new IllegalStateException("planned");
        }
    }

    @Test
    void failureAfterTheContextHasEndedReachesTheHandler() {
        final CompletableFuture<Throwable> handled = new CompletableFuture<>();
        contexts.withBean(
                        ThreadletExceptionHandler.class,
                        () -> (failure, method, arguments) -> handled.complete(failure))
                .run(context -> {
                    final Gate gate = new Gate();
                    context.getBean(Service.class).failing(gate);
                    gate.awaitReached();
                    context.close();
                    gate.open();
                    assertThat(handled.get(20, TimeUnit.SECONDS)).hasMessage("planned");
                });
    }

    @Test
    void callerOfADeafBodyIsReleasedByTheTimeoutAlsoAfterTheContextHasEnded() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<Throwable> thrown = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> service.deaf(gate)), task -> new Thread(task).start());
            gate.awaitReached();
            context.close();
            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(ThreadletTimeoutException.class);
            gate.open();
        });
    }

    @Test
    void callWhileTheContextIsStoppedTimesOutAndTheQueueGoesOnWhenItStarts() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate never = new Gate();
            context.stop();
            assertThatExceptionOfType(ThreadletTimeoutException.class).isThrownBy(() -> service.timed(never));
            context.start();
            final Gate open = new Gate();
            open.open();
            assertThat(service.deaf(open)).isEqualTo("value");
            assertThat(never.wasReached()).isFalse();
        });
    }
}
