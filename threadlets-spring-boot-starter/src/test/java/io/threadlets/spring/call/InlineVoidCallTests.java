package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Void calls that void calls make under {@code threadlets.mode=inline}. */
class InlineVoidCallTests {
    private static final int MANY = 10_000;

    private final List<String> events = new ArrayList<>();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.mode=inline", "threadlets.queues.q.max-threads=1")
            .withBean(
                    ThreadletExceptionHandler.class,
                    () -> (failure, method, arguments) -> events.add(failure.getMessage() + " of " + method.getName()))
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public void count(int left, AtomicInteger calls, Service proxy) {
            calls.incrementAndGet();
            if (left > 0) {
                proxy.other(left - 1, calls, proxy);
            }
        }

        @Threadlet("global")
        public void other(int left, AtomicInteger calls, Service proxy) {
            proxy.count(left, calls, proxy);
        }

        @Threadlet("q")
        public void run(Runnable body) {
            body.run();
        }

        @Threadlet("q")
        public String value(Runnable body) {
            body.run();
            return "value";
        }

        @Threadlet("q")
        public CompletableFuture<String> future(Runnable body) {
            body.run();
            return CompletableFuture.completedFuture("future");
        }

        @Threadlet(queue = "q", fallback = "instead")
        public void failing(List<String> events) {
            throw new IllegalStateException("planned");
        }

        void instead(List<String> events, IllegalStateException failure) {
            events.add("instead of " + failure.getMessage());
        }
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void methodsThatCallOneAnotherAtTheirEndsNeedNoDeeperStack() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final AtomicInteger calls = new AtomicInteger();
            service.count(MANY, calls, service);
            assertThat(calls).as("have run when the outermost returns").hasValue(MANY + 1);
        });
    }

    @Test
    void callsInsideRunInTheirOrderWhenTheOutermostHasEnded() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            service.run(() -> {
                service.run(() -> {
                    events.add("first");
                    service.run(() -> events.add("inside the first"));
                });
                service.run(() -> events.add("second"));
                events.add("outermost");
            });
            assertThat(events).containsExactly("outermost", "first", "second", "inside the first");
            service.run(() -> events.add("next"));
            assertThat(events).endsWith("next");
        });
    }

    @Test
    void callsThatAreWaitedForRunAtOnceAndVoidOnesInsideThemDoNot() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            service.run(() -> {
                events.add(service.value(() -> service.run(() -> events.add("in the value"))));
                events.add(service.future(() -> service.run(() -> events.add("in the future")))
                        .getNow("not yet"));
            });
            assertThat(events).containsExactly("value", "future", "in the value", "in the future");
            events.clear();
            service.value(() -> {
                service.run(() -> events.add("outermost of its kind"));
                events.add("value goes on");
            });
            assertThat(events).containsExactly("outermost of its kind", "value goes on");
        });
    }

    @Test
    void failuresOfCallsInsideAreTheirOwn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThatCode(() -> service.run(() -> {
                        service.run(() -> {
                            throw new IllegalStateException("inner");
                        });
                        service.failing(events);
                        service.run(() -> events.add("last"));
                        throw new IllegalStateException("outer");
                    }))
                    .doesNotThrowAnyException();
            assertThat(events).containsExactly("outer of run", "inner of run", "instead of planned", "last");
        });
    }

    @Test
    void callsInsideHaveTheContextInWhichTheyWereMade() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            MDC.put("call", "test");
            service.run(() -> {
                MDC.put("call", "outer");
                service.run(() -> {
                    events.add(MDC.get("call"));
                    events.add(Objects.requireNonNull(ThreadletCall.current().queue()));
                });
                MDC.put("call", "outer later");
            });
            events.add(MDC.get("call"));
            assertThat(events).containsExactly("outer", "q", "test");
        });
    }
}
