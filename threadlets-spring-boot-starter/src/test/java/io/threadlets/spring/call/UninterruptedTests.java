package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Calls whose body is not to be interrupted: whoever ends them early is free, and the body goes on to its end. */
@SuppressWarnings("FutureReturnValueIgnored") // what their bodies see is what counts
@ExtendWith(OutputCaptureExtension.class)
class UninterruptedTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.kept.max-threads=1",
                    "threadlets.queues.kept.interrupt=false")
            .withBean(Service.class);

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Threadlet(queue = "q", interrupt = false)
    @interface Kept {}

    /** What a body does: says that it has begun, and whether it was interrupted before it was allowed to end. */
    static final class Body {
        final Gate gate = new Gate();
        final CompletableFuture<String> ended = new CompletableFuture<>();

        String run() {
            gate.passDeaf();
            ended.complete((gate.wasInterrupted() ? "interrupted" : "left alone")
                    + (ThreadletCall.current().isCancelled() ? ", given up" : ""));
            return "value";
        }

        void assertEnds(String how) {
            gate.open();
            assertThat(ended).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(how);
        }
    }

    static class Service {
        @Threadlet(queue = "q", timeout = "300ms", interrupt = false)
        public String timed(Body body) {
            return body.run();
        }

        @Threadlet(queue = "q", interrupt = false)
        public CompletableFuture<String> future(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet(queue = "q", interrupt = false)
        public String value(Body body) {
            return body.run();
        }

        @Threadlet(queue = "q", timeout = "300ms", interrupt = false)
        public CompletableFuture<String> timedFuture(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }

        @Kept
        public CompletableFuture<String> meta(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet("q")
        public CompletableFuture<String> ordinary(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet("kept")
        public CompletableFuture<String> byQueue(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }

        @Threadlet(queue = "kept", interrupt = true)
        public CompletableFuture<String> overQueue(Body body) {
            return CompletableFuture.completedFuture(body.run());
        }
    }

    @Test
    void timeoutFreesTheCallerAndLeavesTheBodyAlone() {
        contexts.run(context -> {
            final Body body = new Body();
            assertThatExceptionOfType(ThreadletTimeoutException.class)
                    .isThrownBy(() -> context.getBean(Service.class).timed(body))
                    .withMessageContaining("it goes on there, since interrupt is false")
                    .satisfies(timeout -> assertThat(timeout.getCause()).hasMessage("Thread q-1 stood here"));
            body.assertEnds("left alone, given up");
        });
    }

    @Test
    void timedOutFutureFailsAndTheBodyIsLeftAlone() {
        contexts.run(context -> {
            final Body body = new Body();
            assertThat(context.getBean(Service.class).timedFuture(body))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(ThreadletTimeoutException.class);
            body.assertEnds("left alone, given up");
        });
    }

    @Test
    void cancelledFutureIsCancelledAtOnceAndTheBodyIsLeftAlone() {
        contexts.run(context -> {
            final Body body = new Body();
            final CompletableFuture<String> future =
                    context.getBean(Service.class).future(body);
            body.gate.awaitReached();
            assertThat(future.cancel(true)).isTrue();
            assertThat(future).isCancelled();
            body.assertEnds("left alone, given up");
        });
    }

    @Test
    void waitingCallIsTakenBack() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Body first = new Body();
            final CompletableFuture<String> running = service.future(first);
            first.gate.awaitReached();
            final Body second = new Body();
            final CompletableFuture<String> waiting = service.future(second);
            waiting.cancel(true);
            assertThat(context.getBean("q", ThreadletQueue.class).snapshot().dequeued())
                    .isEqualTo(1);
            first.assertEnds("left alone");
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(second.gate.wasReached()).isFalse();
        });
    }

    @Test
    void interruptedCallerIsFreeAndTheBodyIsLeftAlone() {
        contexts.run(context -> {
            final Body body = new Body();
            final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            final Thread caller = new Thread(() -> thrown.complete(
                    catchThrowable(() -> context.getBean(Service.class).value(body))));
            caller.start();
            body.gate.awaitReached();
            caller.interrupt();
            assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            body.assertEnds("left alone, given up");
        });
    }

    @Test
    void methodGoesBeforeItsQueueAndThatBeforeTheDefaults() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertCancel(service::ordinary, "interrupted, given up");
            assertCancel(service::meta, "left alone, given up");
            assertCancel(service::byQueue, "left alone, given up");
            assertCancel(service::overQueue, "interrupted, given up");
        });
        contexts.withPropertyValues("threadlets.defaults.interrupt=false", "threadlets.queues.kept.interrupt=true")
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    assertCancel(service::ordinary, "left alone, given up");
                    assertCancel(service::byQueue, "interrupted, given up");
                });
        contexts.withPropertyValues(
                        "threadlets.methods[Service.ordinary].interrupt=false",
                        "threadlets.methods[Service.meta].interrupt=true")
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    assertCancel(service::ordinary, "left alone, given up");
                    assertCancel(service::meta, "interrupted, given up");
                });
    }

    private interface Call {
        CompletableFuture<String> make(Body body);
    }

    private static void assertCancel(Call call, String how) throws InterruptedException {
        final Body body = new Body();
        final CompletableFuture<String> future = call.make(body);
        body.gate.awaitReached();
        future.cancel(true);
        if (how.startsWith("interrupted")) {
            body.gate.awaitInterrupted();
        }
        body.assertEnds(how);
    }

    @Test
    void stopNamesTheBodyAsNotInterrupted(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=0").run(context -> {
            final Body body = new Body();
            context.getBean(Service.class).byQueue(body);
            body.gate.awaitReached();
            context.close();
            assertThat(output).containsPattern("kept: closed .*1 not interrupted \\(Service\\.byQueue\\)");
            assertThat(body.ended).as("nobody waits for it").isNotDone();
            body.assertEnds("left alone");
        });
    }

    @Test
    void stopThatTheContextSurvivesNamesTheBodyToo(CapturedOutput output) {
        contexts.withPropertyValues("threadlets.shutdown-timeout=0").run(context -> {
            final Body body = new Body();
            final CompletableFuture<String> future =
                    context.getBean(Service.class).byQueue(body);
            body.gate.awaitReached();
            context.stop();
            assertThat(output).containsPattern("kept: stopped .*1 not interrupted \\(Service\\.byQueue\\)");
            context.start();
            body.assertEnds("left alone");
            assertThat(future).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("value");
        });
    }

    @Test
    void stopLeavesTheBodyAloneAndInterruptsTheOthers() {
        contexts.withPropertyValues("threadlets.shutdown-timeout=0").run(context -> {
            final Service service = context.getBean(Service.class);
            final Body kept = new Body();
            service.byQueue(kept);
            final Body ordinary = new Body();
            service.ordinary(ordinary);
            kept.gate.awaitReached();
            ordinary.gate.awaitReached();
            context.close();
            ordinary.gate.awaitInterrupted();
            assertThat(kept.ended).as("nobody waits for it").isNotDone();
            ordinary.assertEnds("interrupted");
            kept.assertEnds("left alone");
        });
    }
}
