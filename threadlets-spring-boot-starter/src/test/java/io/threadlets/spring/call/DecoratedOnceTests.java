package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskDecorator;

/**
 * A decorator is asked once for a call, and what it makes is run once: around everything that is run on that thread.
 */
class DecoratedOnceTests {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    /** Which run the thread is inside of. */
    private final ThreadLocal<@Nullable Integer> inside = new ThreadLocal<>();

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Service.class, () -> new Service(inside))
            .withBean(TaskDecorator.class, () -> this::decorate);

    private Runnable decorate(Runnable task) {
        asked.incrementAndGet();
        return () -> {
            inside.set(begun.incrementAndGet());
            try {
                task.run();
            } finally {
                inside.remove();
                ended.incrementAndGet();
            }
        };
    }

    @SuppressWarnings("UnusedVariable") // fallbacks take what they do not need
    static class Service {
        private final ThreadLocal<@Nullable Integer> inside;
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        Service(ThreadLocal<@Nullable Integer> inside) {
            this.inside = inside;
        }

        BlockingQueue<String> seen() {
            return seen;
        }

        String take() throws InterruptedException {
            return "" + seen.poll(20, TimeUnit.SECONDS);
        }

        String note(String what) {
            seen.add(what + " in " + inside.get());
            return what;
        }

        @Threadlet("q")
        public String value() {
            return note("body");
        }

        @Threadlet("q")
        public CompletableFuture<String> future(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture(note("body"));
        }

        @Threadlet("q")
        public CompletableFuture<String> follow(CompletableFuture<String> stage) {
            note("body");
            return stage;
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<String> failing(Gate gate) throws Exception {
            gate.pass();
            note("body");
            throw new IllegalStateException("planned");
        }

        @Threadlet(queue = "q", timeout = "300ms", fallback = "instead")
        public CompletableFuture<String> timed(Gate gate) throws Exception {
            note("body");
            gate.pass();
            throw new IllegalStateException("not reached");
        }

        CompletableFuture<String> instead(Gate gate) {
            return CompletableFuture.completedFuture(note("fallback"));
        }

        @Threadlet("q")
        public void nothing() {
            note("body");
            throw new IllegalStateException("planned");
        }

        @Threadlet("q")
        public String failingValue() {
            throw new IllegalStateException(note("body"));
        }
    }

    private void assertOnce() {
        assertThat(asked).as("asked").hasValue(1);
        assertThat(begun).as("begun").hasValue(1);
        assertThat(ended).as("ended").hasValue(1);
    }

    @Test
    void plainCallHasRunItsDecoratorsWhenItReturns() {
        contexts.run(context -> {
            assertThat(context.getBean(Service.class).value()).isEqualTo("body");
            assertOnce();
        });
    }

    @Test
    void plainCallThatFailsIsDecoratedOnce() {
        contexts.run(context -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> context.getBean(Service.class).failingValue())
                    .withMessage("body");
            assertOnce();
        });
    }

    @Test
    void bodyAndCompletionOfAFutureAreInsideTheSameRun() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> stage = service.future(gate).thenApply(body -> service.note("stage"));
            gate.open();
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS);
            context.close();
            assertThat(service.seen()).containsExactly("body in 1", "stage in 1");
            assertOnce();
        });
    }

    @Test
    void bodyFallbackAndCompletionAreInsideTheSameRun() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final CompletableFuture<String> stage = service.failing(gate).thenApply(body -> service.note("stage"));
            gate.open();
            assertThat(stage).succeedsWithin(20, TimeUnit.SECONDS);
            context.close();
            assertThat(service.seen()).containsExactly("body in 1", "fallback in 1", "stage in 1");
            assertOnce();
        });
    }

    @Test
    void exceptionHandlerIsInsideTheSameRunAndWhatItThrowsIsReported() {
        final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.complete(failure));
        try {
            contexts.withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> {
                        throw new IllegalStateException("in " + inside.get());
                    })
                    .run(context -> {
                        context.getBean(Service.class).nothing();
                        assertThat(uncaught.get(20, TimeUnit.SECONDS)).hasMessage("in 1");
                        context.close();
                        assertOnce();
                    });
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void stageThatGoesOnIsCompletedOutsideOfTheDecoratorsThatWereAroundTheBody() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> stage = new CompletableFuture<>();
            final CompletableFuture<String> told = service.follow(stage).thenApply(value -> service.note("stage"));
            assertThat(service.take()).isEqualTo("body in 1");
            assertThat(service.value()).as("the only thread is free").isEqualTo("body");
            assertThat(service.take()).isEqualTo("body in 2");
            stage.complete("value");
            assertThat(told).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(service.take()).isEqualTo("stage in null");
            assertThat(begun).as("two calls").hasValue(2);
        });
    }

    @Test
    void fallbackAfterATimeoutIsOutsideOfTheDecoratorsThatAreAroundTheBody() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> future = service.timed(new Gate());
            assertThat(service.take()).isEqualTo("body in 1");
            assertThat(future).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("fallback");
            assertThat(service.take()).isEqualTo("fallback in null");
            context.close();
            assertOnce();
        });
    }

    @Test
    void fallbackOfACallThatTimedOutWhileItWaitedIsDecorated() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate first = new Gate();
            final CompletableFuture<String> running = service.future(first);
            first.awaitReached();
            assertThat(service.timed(new Gate()))
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("fallback");
            assertThat(service.take()).isEqualTo("fallback in 2");
            first.open();
            assertThat(running).succeedsWithin(20, TimeUnit.SECONDS);
            context.close();
            assertThat(asked).hasValue(2);
            assertThat(begun).hasValue(2);
        });
    }
}
