package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Calls with futures of the queue on whose only thread somebody waits for them. */
class OwnQueueFutureTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public <T> CompletableFuture<T> future(Callable<T> body) throws Exception {
            return CompletableFuture.completedFuture(body.call());
        }

        @Threadlet(queue = "q", timeout = "1h")
        public <T> CompletableFuture<T> limited(Callable<T> body) throws Exception {
            return CompletableFuture.completedFuture(body.call());
        }

        @Threadlet(queue = "q", timeout = "300ms") // the body has begun by then
        public CompletableFuture<String> timed(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("in time");
        }

        @Threadlet(queue = "q", timeout = "300ms", fallback = "instead")
        public CompletableFuture<String> timedWithFallback(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("in time");
        }

        CompletableFuture<String> instead(Gate gate, ThreadletTimeoutException timeout) {
            return CompletableFuture.completedFuture("instead, on " + thread());
        }

        @Threadlet(queue = "q", fallback = "insteadOfFailure")
        public CompletableFuture<String> failing(Callable<String> body) throws Exception {
            throw new IllegalStateException(body.call());
        }

        CompletableFuture<String> insteadOfFailure(Callable<String> body, IllegalStateException failure) {
            return CompletableFuture.completedFuture("instead of " + failure.getMessage() + ", " + MDC.get("call"));
        }

        @Threadlet("q")
        public <T> T value(Callable<T> body) throws Exception {
            return body.call();
        }

        @Threadlet("q")
        public void nothing(Runnable body) {
            body.run();
        }
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    /** How a body waits. */
    interface Waiting {
        String on(CompletableFuture<String> future) throws Exception;
    }

    @Test
    void eachWayOfWaitingRunsTheCallInPlace() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            for (Waiting waiting : List.<Waiting>of(
                    CompletableFuture::get, future -> future.get(1, TimeUnit.HOURS), CompletableFuture::join)) {
                assertThat(service.future(() -> waiting.on(service.future(OwnQueueFutureTests::thread))))
                        .succeedsWithin(20, TimeUnit.SECONDS)
                        .isEqualTo("q-1");
            }
        });
    }

    @Test
    void otherCallsKeepTheirTurn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final List<String> order = new CopyOnWriteArrayList<>();
            final CompletableFuture<String> last = new CompletableFuture<>();
            assertThat(service.future(() -> {
                        service.nothing(() -> order.add("other"));
                        final CompletableFuture<Boolean> wanted = service.future(() -> order.add("wanted"));
                        service.nothing(() -> last.complete("done"));
                        wanted.join();
                        return order.add("outer");
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(last).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(order).containsExactly("wanted", "outer", "other");
            assertThat(context.getBean("q", ThreadletQueue.class).snapshot().submitted())
                    .as("each is a work")
                    .isEqualTo(4);
        });
    }

    @Test
    void plainCallThatWaitsInsideHasItsFutureRunInPlaceToo() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Callable<String> plain = () -> service.value(() -> service.future(() -> service.value(
                            () -> service.future(OwnQueueFutureTests::thread).join()))
                    .get());
            assertThat(service.value(plain)).isEqualTo("q-1");
            assertThat(service.future(plain))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("q-1");
            assertThat(context.getBean("q", ThreadletQueue.class).submit(plain))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("q-1");
        });
    }

    @Test
    void callInPlaceHasItsOwnDeadline() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(() -> {
                        final Instant inner = service.limited(
                                        () -> ThreadletCall.current().deadline())
                                .get();
                        assertThat(inner).isAfter(Instant.now());
                        return ThreadletCall.current().deadline() == null;
                    }))
                    .as("the outer one has none")
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo(true);
        });
    }

    @Test
    void timeoutOfACallInPlaceEndsItAndNotTheOneAroundIt() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            assertThat(service.future(() -> {
                        assertThatThrownBy(() -> service.timed(gate).get())
                                .isInstanceOf(ExecutionException.class)
                                .hasCauseInstanceOf(ThreadletTimeoutException.class);
                        return Thread.currentThread().isInterrupted() + ", "
                                + ThreadletCall.current().isCancelled();
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("false, false");
            assertThat(gate.wasInterrupted()).isTrue();
        });
    }

    @Test
    void fallbacksOfACallInPlaceAreItsOwn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(() -> {
                        MDC.put("call", "inner");
                        final CompletableFuture<String> failing = service.failing(() -> "planned");
                        MDC.put("call", "outer");
                        return failing.join();
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("instead of planned, inner");
            assertThat(service.future(
                            () -> service.timedWithFallback(new Gate()).join()))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("instead, on global-1");
        });
    }

    @Test
    void virtualThreadsRunTheCallInPlaceToo() {
        if (Runtime.version().feature() < 21) {
            return; // there are none
        }
        contexts.withPropertyValues("threadlets.queues.q.thread-type=virtual").run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(() -> {
                        final Thread outer = Thread.currentThread();
                        MDC.put("call", "inner");
                        final CompletableFuture<String> inner = service.future(() -> {
                            assertThat(Thread.currentThread()).isSameAs(outer);
                            return Objects.requireNonNull(MDC.get("call"));
                        });
                        MDC.put("call", "outer");
                        return inner.get(1, TimeUnit.HOURS) + ", "
                                + service.future(() -> service.value(() -> "plain"))
                                        .join()
                                + ", " + MDC.get("call");
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("inner, plain, outer");
        });
    }

    @Test
    void inlineModeHasRunTheCallBeforeItIsWaitedFor() {
        contexts.withPropertyValues("threadlets.mode=inline").run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.future(() -> {
                        MDC.put("call", "inner");
                        final CompletableFuture<String> inner = service.future(() -> MDC.get("call"));
                        assertThat(inner).isDone();
                        MDC.put("call", "outer");
                        return inner.get() + ", "
                                + service.failing(() -> "planned").join();
                    }))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("inner, instead of planned, outer");
            MDC.clear();
        });
    }
}
