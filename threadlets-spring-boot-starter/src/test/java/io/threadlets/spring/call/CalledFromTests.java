package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a plain call throws shows where its caller stands. */
class CalledFromTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.q.capacity=1",
                    "threadlets.queues.other.max-threads=1",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs")
            .withBean(Service.class);

    interface Body {
        Object run() throws Exception;
    }

    static class Service {
        @Threadlet("q")
        public Object call(Body body) throws Exception {
            return body.run();
        }

        @Threadlet("q")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("other")
        public Object callOther(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "q", timeout = "300ms")
        public Object timed(Body body) throws Exception {
            return body.run();
        }

        @Threadlet("callers")
        public void occupyCallers(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("callers")
        public Object inCaller(Body body) throws Exception {
            return body.run();
        }

        @Threadlet(queue = "q", fallback = "instead")
        public Object withFallback(Body body, AtomicReference<Throwable> heard) throws Exception {
            return body.run();
        }

        @SuppressWarnings("UnusedVariable")
        Object instead(Body body, AtomicReference<Throwable> heard, Throwable failure) {
            heard.set(failure);
            return "instead";
        }
    }

    /** As an application's. */
    private static final class Unsuppressing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsuppressing() {
            super("takes none", null, false, true);
        }
    }

    private static Stream<Throwable> markers(Throwable thrown) {
        return Stream.of(thrown.getSuppressed()).filter(CalledFrom.class::isInstance);
    }

    private static boolean shows(Throwable thrown, String method) {
        return Stream.of(thrown.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CalledFromTests.class.getName())
                        && frame.getMethodName().equals(method));
    }

    private static Throwable callerOne(Service service, Body body) {
        return Objects.requireNonNull(catchThrowable(() -> service.call(body)));
    }

    private static @Nullable Throwable callerTwo(Service service, Body body) {
        return catchThrowable(() -> service.call(body));
    }

    @Test
    void failureOfTheBodyHasOneMarkerWithTheCallersStack() {
        contexts.run(context -> {
            final IllegalStateException failure = new IllegalStateException("planned");
            final Throwable thrown = callerOne(context.getBean(Service.class), () -> {
                throw failure;
            });
            assertThat(thrown).isSameAs(failure);
            assertThat(thrown.getSuppressed()).hasSize(1).allSatisfy(marker -> {
                assertThat(shows(marker, "callerOne")).isTrue();
                assertThat(marker)
                        .hasMessage("Service.call was called on thread "
                                + Thread.currentThread().getName());
            });
        });
    }

    @Test
    void failureThatPassesThroughTwoPlainCallsHasOneMarkerWithBothCallers() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Throwable thrown = callerOne(service, () -> outerBody(service));
            assertThat(thrown).hasMessage("planned");
            assertThat(thrown.getSuppressed()).hasSize(1).allSatisfy(marker -> {
                assertThat(shows(marker, "outerBody")).isTrue();
                assertThat(shows(marker, "callerOne")).isTrue();
            });
        });
    }

    private static Object outerBody(Service service) throws Exception {
        return service.callOther(() -> {
            throw new IllegalStateException("planned");
        });
    }

    @Test
    void exceptionThatIsThrownAgainAndAgainHasOneMarkerWhichDoesNotGrow() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final IllegalStateException constant = new IllegalStateException("constant");
            final Body body = () -> {
                throw constant;
            };
            callerOne(service, body);
            final int frames = markers(constant).toList().get(0).getStackTrace().length;
            for (int i = 0; i < 100; i++) {
                callerTwo(service, body);
            }
            assertThat(constant.getSuppressed()).hasSize(1);
            assertThat(markers(constant)).allSatisfy(marker -> {
                assertThat(shows(marker, "callerTwo")).as("the last caller").isTrue();
                assertThat(shows(marker, "callerOne")).isFalse();
                assertThat(marker.getStackTrace().length).isLessThan(frames + 10);
            });
        });
    }

    @Test
    void exceptionThatManyThrowAtOnceHasOneMarker() {
        contexts.withPropertyValues("threadlets.queues.q.max-threads=4", "threadlets.queues.q.capacity=100")
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    final IllegalStateException constant = new IllegalStateException("constant");
                    final CompletableFuture<?>[] callers = IntStream.range(0, 4)
                            .mapToObj(caller -> CompletableFuture.runAsync(
                                    () -> IntStream.range(0, 200)
                                            .forEach(call -> callerOne(service, () -> {
                                                throw constant;
                                            })),
                                    task -> new Thread(task).start()))
                            .toArray(CompletableFuture[]::new);
                    assertThat(CompletableFuture.allOf(callers)).succeedsWithin(60, TimeUnit.SECONDS);
                    assertThat(constant.getSuppressed()).hasSize(1);
                });
    }

    @Test
    void exceptionThatTakesNoSuppressedOnesArrivesAsItWasThrown() {
        contexts.run(context -> {
            final Unsuppressing failure = new Unsuppressing();
            assertThat(callerOne(context.getBean(Service.class), () -> {
                        throw failure;
                    }))
                    .isSameAs(failure)
                    .hasNoSuppressedExceptions();
        });
    }

    @Test
    void fallbackHearsOfTheFailureWithItsMarker() throws Exception {
        contexts.run(context -> {
            final AtomicReference<Throwable> heard = new AtomicReference<>();
            context.getBean(Service.class)
                    .withFallback(
                            () -> {
                                throw new IllegalStateException("planned");
                            },
                            heard);
            assertThat(markers(heard.get())).hasSize(1);
        });
    }

    @Test
    void exceptionsThatAreMadeOnTheCallersThreadHaveNone() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final Body failing = () -> {
                throw new IllegalStateException("planned");
            };
            service.occupyCallers(gate);
            gate.awaitReached();
            assertThat(catchThrowable(() -> service.inCaller(failing)))
                    .as("the caller runs the body")
                    .hasMessage("planned")
                    .hasNoSuppressedExceptions();
            gate.open();
            assertThat(service.call(() -> catchThrowable(() -> service.call(failing))))
                    .as("in place, on the queue's own thread")
                    .satisfies(thrown ->
                            assertThat((Throwable) thrown).hasMessage("planned").hasNoSuppressedExceptions());
        });
        contexts.withPropertyValues("threadlets.mode=inline").run(context -> {
            final Throwable thrown = callerOne(context.getBean(Service.class), () -> {
                throw new IllegalStateException("planned");
            });
            assertThat(thrown).as("inline").hasMessage("planned").hasNoSuppressedExceptions();
        });
    }

    @Test
    void rejectionHasNone() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            service.occupy(gate);
            final Throwable thrown = callerOne(service, () -> "refused");
            assertThat(thrown).isInstanceOf(ThreadletRejectedException.class).hasNoSuppressedExceptions();
            assertThat(shows(thrown, "callerOne")).isTrue();
            gate.open();
        });
    }

    @Test
    void timeoutShowsTheCallerInItsOwnStack() {
        contexts.run(context -> {
            final Throwable thrown =
                    catchThrowable(() -> context.getBean(Service.class).timed(new Gate().task("")::call));
            assertThat(thrown).isInstanceOf(ThreadletTimeoutException.class).hasNoSuppressedExceptions();
            assertThat(shows(thrown, "timeoutShowsTheCallerInItsOwnStack") || shows(thrown, "lambda"))
                    .as("%s", (Object) thrown.getStackTrace())
                    .isTrue();
        });
    }

    @Test
    void cancellationOfACallThatSomebodyTookBackShowsTheCaller() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final ThreadletQueue queue = context.getBean("q", ThreadletQueue.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            final CompletableFuture<Throwable> thrown = CompletableFuture.supplyAsync(
                    () -> callerOne(service, () -> "never"), task -> new Thread(task).start());
            await().until(() -> queue.snapshot().queued() == 1);
            queue.queued(1).forEach(waiting -> queue.dequeue(waiting.work()));
            final Throwable cancelled = thrown.get(20, TimeUnit.SECONDS);
            assertThat(cancelled).isInstanceOf(CancellationException.class);
            assertThat(markers(cancelled)).hasSize(1).allMatch(marker -> shows(marker, "callerOne"));
            gate.open();
        });
    }
}
