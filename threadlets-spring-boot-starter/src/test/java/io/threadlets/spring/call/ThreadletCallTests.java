package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.RunningWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ThreadletCallTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues(MailService.PROPERTIES).withBean(MailService.class);

    // ---- void ----

    @Test
    void voidCallGoesOnAtOnceAndRunsOnTheQueue() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final CompletableFuture<String> ran = new CompletableFuture<>();
            context.getBean(MailService.class).send(() -> {
                gate.pass();
                return ran.complete(MailService.thread());
            });
            gate.awaitReached();
            assertThat(ran).isNotDone();
            gate.open();
            assertThat(ran).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("mail-1");
        });
    }

    @Test
    void failureOfAVoidCallGoesToTheHandlerWithMethodAndArguments() {
        contexts.withUserConfiguration(Recording.class).run(context -> {
            final IOException failure = new IOException("no route");
            final MailService.Body body = () -> {
                throw failure;
            };
            context.getBean(MailService.class).send(body);
            final Recording.Failed failed =
                    context.getBean(Recording.Handler.class).take();
            assertThat(failed.failure).isSameAs(failure);
            assertThat(failed.method).isEqualTo(MailService.class.getMethod("send", MailService.Body.class));
            assertThat(failed.args).containsExactly(body);
            assertThat(failed.thread).isEqualTo("mail-1");
            assertThat(queue(context.getBean("mail")).snapshot().failed()).isEqualTo(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Recording {
        record Failed(Throwable failure, Method method, List<@Nullable Object> args, String thread) {}

        static final class Handler implements ThreadletExceptionHandler {
            private final BlockingQueue<Failed> failures = new ArrayBlockingQueue<>(10);

            @Override
            public void handle(Throwable failure, Method method, @Nullable Object... args) {
                failures.add(new Failed(failure, method, List.of(args), MailService.thread()));
            }

            Failed take() throws InterruptedException {
                final Failed failed = failures.poll(20, TimeUnit.SECONDS);
                assertThat(failed).isNotNull();
                return Objects.requireNonNull(failed);
            }
        }

        @Bean
        Handler handler() {
            return new Handler();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void failureOfAVoidCallIsLoggedWithTheMethodByDefault(CapturedOutput output) {
        contexts.run(context -> {
            context.getBean(MailService.class).send(() -> {
                throw new AssertionError("boom");
            });
            assertThat(context.getBean(MailService.class).fetch(() -> "after it"))
                    .isEqualTo("after it");
        });
        assertThat(output).contains("MailService.send").contains("boom").contains("mail-1");
    }

    @Test
    void rejectionOfAVoidCallIsThrownToTheCaller() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = MailService.fill(mail);
            assertThatExceptionOfType(ThreadletRejectedException.class)
                    .isThrownBy(() -> mail.send(() -> "refused"))
                    .withMessageContaining("MailService.send")
                    .withMessageContaining("'mail' is full")
                    .returns("mail", ThreadletRejectedException::queue);
            gate.open();
        });
    }

    // ---- plain returns ----

    @Test
    void callerOfAPlainMethodWaitsForTheValue() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            assertThat(mail.fetch(MailService::thread)).isEqualTo("mail-1");
            assertThat(mail.count(() -> "")).isEqualTo(3);
            assertThat(mail.fetch(ThreadletCallTests::nothing)).isNull();
        });
    }

    private static @Nullable Object nothing() {
        return null;
    }

    @Test
    void exceptionsOfAPlainMethodArriveAsThrown() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            for (Throwable thrown : List.of(
                    new IOException("checked"),
                    new IllegalStateException("unchecked"),
                    new AssertionError("error"),
                    new CompletionException("wrapper", new IOException("inside")),
                    new ExecutionException("wrapper", new IOException("inside")),
                    new CancellationException("the body's own"))) {
                assertThatThrownBy(() -> mail.fetch(() -> {
                            throw Sneaky.asThrown(thrown);
                        }))
                        .isSameAs(thrown);
            }
        });
    }

    @Test
    void rejectionOfAPlainMethodIsThrown() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = MailService.fill(mail);
            assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(() -> mail.fetch(() -> "refused"));
            gate.open();
        });
    }

    @Test
    void interruptingTheCallerCancelsTheCallAndKeepsTheFlag() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate gate = new Gate();
            final CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            final CompletableFuture<Boolean> flag = new CompletableFuture<>();
            final Thread caller = new Thread(() -> {
                try {
                    mail.fetch(gate.task("never")::call);
                } catch (Throwable caught) {
                    flag.complete(Thread.currentThread().isInterrupted());
                    thrown.complete(caught);
                }
            });
            caller.start();
            gate.awaitReached();
            caller.interrupt();
            assertThat(thrown.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("MailService.fetch");
            assertThat(flag).isCompletedWithValue(true);
            gate.awaitInterrupted();
        });
    }

    @Test
    void plainCallFromAThreadOfTheSameQueueRunsInThatThread() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            assertThat(mail.fetch(() -> mail.fetch(() -> mail.count(() -> "") + MailService.thread())))
                    .isEqualTo("3mail-1");
            final ThreadletQueue queue = queue(context.getBean("mail"));
            assertThat(queue.submit(() -> String.valueOf(mail.fetch(MailService::thread)))
                            .get(20, TimeUnit.SECONDS))
                    .as("also where the outer work was submitted directly")
                    .isEqualTo("mail-1");
            assertThat(mail.future(() -> "1")
                            .thenApplyAsync(one -> "" + one + count(mail))
                            .get(20, TimeUnit.SECONDS))
                    .as("also in a stage")
                    .isEqualTo("13");
            assertThat(mail.fetch(() -> mail.viaOther(MailService::thread)))
                    .as("another queue's call goes there")
                    .isEqualTo("other-1");
        });
    }

    private static int count(MailService mail) {
        try {
            return mail.count(() -> "");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void plainCallOnAQueueThatTheApplicationDefinedRunsInItsThread() {
        contexts.withUserConfiguration(Own.class).run(context -> {
            final OwnService own = context.getBean(OwnService.class);
            assertThat(own.fetch(() -> own.fetch(MailService::thread))).isEqualTo("own-1");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        ThreadletQueue ownQueue() {
            return ThreadletQueue.builder("own").maxThreads(1).build();
        }

        @Bean
        OwnService ownService() {
            return new OwnService();
        }
    }

    static class OwnService {
        @Threadlet("own")
        public @Nullable Object fetch(MailService.Body body) throws Exception {
            return body.run();
        }
    }

    // ---- shown ----

    @Test
    void callsAreShownBySimpleClassNameAndMethod() {
        contexts.run(context -> {
            final MailService mail = context.getBean(MailService.class);
            final Gate one = new Gate();
            final CompletableFuture<Object> running = mail.future(one.task("done")::call);
            one.awaitReached();
            final ThreadletQueue queue = queue(context.getBean("mail"));
            assertThat(queue.running()).extracting(RunningWork::description).containsExactly("MailService.future");
            mail.send(() -> "");
            assertThat(queue.queued(10)).singleElement().returns("MailService.send", work -> work.description());
            one.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
        });
    }

    private static ThreadletQueue queue(Object bean) {
        return (ThreadletQueue) bean;
    }
}
