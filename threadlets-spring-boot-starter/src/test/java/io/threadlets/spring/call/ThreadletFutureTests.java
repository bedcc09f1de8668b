package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.ThreadletCall;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls whose caller gets a future. */
class ThreadletFutureTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues(MailService.PROPERTIES).withBean(MailService.class);

    @Test
    void futureMethodsGiveAThreadletFutureOfTheBodysValue() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            assertThat(mail.future(MailService::thread))
                    .isInstanceOf(ThreadletFuture.class)
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("mail-1");
            assertThat(mail.stage(MailService::thread))
                    .isInstanceOf(ThreadletFuture.class)
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("mail-1");
            assertThat(mail.plainFuture(MailService::thread))
                    .isInstanceOf(ThreadletFuture.class)
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("mail-1");
            assertThat(mail.nothing()).succeedsWithin(20, TimeUnit.SECONDS).isNull();
        });
    }

    @Test
    void failureOfABodyOrOfTheFutureItReturnsFailsTheCallersFuture() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final IOException failure = new IOException("no route");
            final MailService.Body failing = () -> {
                throw failure;
            };
            assertThat(mail.future(failing))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(failure);
            assertThat(mail.threadletFuture(failing))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(failure);
            assertThat(mail.plainFuture(failing))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(failure);
            assertThat(mail.follow(CompletableFuture.failedFuture(failure), () -> ""))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(failure);
        });
    }

    @Test
    void rejectionFailsTheFuture() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = MailService.fill(mail);
            final ThreadletFuture<Object> refused = mail.threadletFuture(() -> "refused");
            assertThat(refused)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(ThreadletRejectedException.class);
            assertThat(refused.handleAsync((value, failure) -> "handled"))
                    .as("its stages run all the same")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("handled");
            gate.open();
        });
    }

    @Test
    void cancelTakesAQueuedCallBack() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = new Gate();
            final CompletableFuture<Object> running = mail.future(gate.task("done")::call);
            gate.awaitReached();
            final Gate never = new Gate();
            final CompletableFuture<Object> queued = mail.future(never.task("never")::call);
            final ThreadletQueue queue = queue(context.getBean("mail"));
            assertThat(queue.snapshot().queued()).isEqualTo(1);
            assertThat(queued.cancel(true)).isTrue();
            assertThat(queue.snapshot().queued()).isZero();
            assertThat(queue.snapshot().dequeued()).isEqualTo(1);
            gate.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("done");
            assertThat(never.wasReached()).isFalse();
        });
    }

    @Test
    void cancelInterruptsTheThreadOfARunningCall() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = new Gate();
            final CompletableFuture<Object> running = mail.future(gate.task("never")::call);
            gate.awaitReached();
            assertThat(running.cancel(true)).isTrue();
            gate.awaitInterrupted();
            assertThat(mail.fetch(() -> Thread.currentThread().isInterrupted()))
                    .as("the next call's thread is not interrupted")
                    .isEqualTo(false);
        });
    }

    @Test
    void cancelWithoutInterruptLetsARunningCallGoOn() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = new Gate();
            final CompletableFuture<Object> interrupted = new CompletableFuture<>();
            final CompletableFuture<Object> running = mail.future(() -> {
                final Object passed = gate.task("passed").call();
                interrupted.complete(Thread.currentThread().isInterrupted());
                return passed;
            });
            gate.awaitReached();
            assertThat(running.cancel(false)).isTrue();
            gate.open();
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isEqualTo(false);
            assertThat(running).isCancelled();
        });
    }

    @Test
    void unfinishedStageReleasesTheThreadAndIsFollowed() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final CompletableFuture<String> inner = new CompletableFuture<>();
            final CompletableFuture<String> outer = mail.follow(inner, () -> "");
            assertThat(mail.fetch(MailService::thread))
                    .as("the only thread is free")
                    .isEqualTo("mail-1");
            assertThat(outer).isNotDone();
            inner.complete("value");
            assertThat(outer).isCompletedWithValue("value");

            final CompletableFuture<String> failing = new CompletableFuture<>();
            final CompletableFuture<String> failed = mail.follow(failing, () -> "");
            assertThat(mail.fetch(MailService::thread)).isEqualTo("mail-1");
            final IOException failure = new IOException("no route");
            failing.completeExceptionally(failure);
            assertThat(failed)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCause(failure);
        });
    }

    @Test
    void cancelReachesTheUnfinishedStage() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final CompletableFuture<String> inner = new CompletableFuture<>();
            final CompletableFuture<String> outer = mail.follow(inner, () -> "");
            assertThat(mail.fetch(MailService::thread)).isEqualTo("mail-1");
            outer.cancel(true);
            assertThat(inner).isCancelled();

            final CompletableFuture<String> late = new CompletableFuture<>();
            final Gate gate = new Gate();
            final CompletableFuture<String> cancelledBefore = mail.follow(late, () -> {
                gate.passDeaf();
                return "";
            });
            gate.awaitReached();
            cancelledBefore.cancel(true);
            gate.open();
            assertThat(late)
                    .as("also a stage that the body returns only after the cancellation")
                    .failsWithin(20, TimeUnit.SECONDS);
            assertThat(late).isCancelled();
        });
    }

    @Test
    void stageThatEndsCancelledCancelsTheCallersFuture() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final CompletableFuture<String> before = new CompletableFuture<>();
            before.cancel(true);
            final CompletableFuture<String> one = mail.follow(before, () -> "");
            assertThat(one).failsWithin(20, TimeUnit.SECONDS);
            assertThat(one).isCancelled();

            final CompletableFuture<String> afterwards = new CompletableFuture<>();
            final CompletableFuture<String> other = mail.follow(afterwards, () -> "");
            assertThat(mail.fetch(MailService::thread)).isEqualTo("mail-1");
            afterwards.cancel(true);
            assertThat(other).isCancelled();
        });
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // a future of a future is what is tested
    void futureInsideAFutureIsTheValue() {
        contexts.run(context -> {
            final CompletableFuture<String> innermost = new CompletableFuture<>();
            assertThat(context.getBean(MailService.class)
                            .follow(CompletableFuture.completedFuture(innermost), () -> ""))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isSameAs(innermost);
        });
    }

    @Test
    void timeoutOfTheCallersFutureTakesAQueuedCallBack() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = new Gate();
            final CompletableFuture<Object> running = mail.future(gate.task("done")::call);
            gate.awaitReached();
            final Gate never = new Gate();
            final CompletableFuture<Object> queued = mail.future(never.task("never")::call);
            queued.complete("somebody else's");
            assertThat(queue(context.getBean("mail")).snapshot().dequeued()).isEqualTo(1);
            gate.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(never.wasReached()).isFalse();
        });
    }

    private static ThreadletQueue queue(Object bean) {
        return (ThreadletQueue) bean;
    }

    @Test
    void bodyThatIsInterruptedByACancelKnowsThatNobodyWaits() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            for (int round = 0; round < 50; round++) {
                final Gate gate = new Gate();
                final AtomicReference<Boolean> knew = new AtomicReference<>();
                final CompletableFuture<Object> future = mail.future(() -> {
                    try {
                        gate.pass();
                    } catch (InterruptedException e) {
                        knew.set(ThreadletCall.current().isCancelled());
                    }
                    return "";
                });
                gate.awaitReached();
                future.cancel(true);
                mail.future(() -> "next").get(20, TimeUnit.SECONDS);
                assertThat(knew).hasValue(true);
            }
        });
    }

    @Test
    void currentCallTellsTheQueueAndOutsideOfACallNothing() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            assertThat(mail.fetch(() -> ThreadletCall.current().queue())).isEqualTo("mail");
            assertThat(mail.fetch(
                            () -> mail.viaOther(() -> ThreadletCall.current().queue())))
                    .isEqualTo("other");
            assertThat(mail.fetch(() -> mail.viaOther(() -> "")
                            + String.valueOf(ThreadletCall.current().queue())))
                    .as("after a call inside the call")
                    .isEqualTo("mail");
            assertThat(context.getBean("mail", ThreadletQueue.class)
                            .submit(() -> String.valueOf(ThreadletCall.current().queue()))
                            .get(20, TimeUnit.SECONDS))
                    .as("a work that is no call, on the same thread")
                    .isEqualTo("null");
            assertThat(ThreadletCall.current().deadline()).isNull();
            assertThat(ThreadletCall.current().remaining()).isNull();
            assertThat(ThreadletCall.current().isCancelled()).isFalse();
        });
    }

    @Test
    void endedFutureDoesNotKeepTheArguments() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            Gate argument = new Gate();
            argument.open();
            final CompletableFuture<Object> future = mail.future(argument.task("done")::call);
            final WeakReference<Gate> reference = new WeakReference<>(argument);
            argument = null;
            assertThat(future).succeedsWithin(20, TimeUnit.SECONDS);
            await().until(() -> {
                System.gc();
                return reference.get() == null;
            });
            assertThat(future).isCompletedWithValue("done");
        });
    }
}
