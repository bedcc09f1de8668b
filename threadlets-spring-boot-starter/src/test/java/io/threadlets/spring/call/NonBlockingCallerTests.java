package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls from threads on which Reactor forbids to block. */
class NonBlockingCallerTests {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1")
            .withBean(Service.class);

    static class Service {
        private final AtomicInteger bodies = new AtomicInteger();

        int bodies() {
            return bodies.get();
        }

        @Threadlet(queue = "q", fallback = "instead")
        public String value() {
            bodies.incrementAndGet();
            return "on " + Thread.currentThread().getName();
        }

        String instead() {
            return "never asked";
        }

        @Threadlet("q")
        public Flux<String> stream() {
            return Flux.just("value");
        }

        @Threadlet("q")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("future");
        }

        @Threadlet("q")
        public Mono<String> mono() {
            return Mono.just("mono");
        }

        @Threadlet("q")
        public void nothing(Runnable body) {
            body.run();
        }
    }

    /** The outcome of a call on a thread of Reactor's scheduler {@code parallel}. */
    private static String onParallel(Callable<String> call) {
        final String outcome = Mono.fromCallable(call)
                .subscribeOn(Schedulers.parallel())
                .onErrorResume(failure -> Mono.just(failure.toString()))
                .block(LIMIT);
        assertThat(outcome).isNotNull();
        return String.valueOf(outcome);
    }

    @Test
    void plainCallIsRefusedWithoutAskingTheFallback() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(onParallel(service::value))
                    .startsWith("java.lang.IllegalStateException: Queue 'q': the caller of Service.value would wait for"
                            + " its value, but thread parallel-")
                    .endsWith("Have Service.value return a Mono or a CompletableFuture.");
            assertThat(service.bodies()).isZero();
            assertThat(onParallel(() -> service.stream().blockFirst()))
                    .as("a stream is a value as well: its caller waits for it")
                    .contains("IllegalStateException")
                    .contains("Service.stream");
            assertThat(service.value()).isEqualTo("on q-1");
        });
    }

    @Test
    void callsThatNobodyWaitsForGoOn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> ran = new CompletableFuture<>();
            final AtomicReference<CompletableFuture<String>> future = new AtomicReference<>();
            assertThat(onParallel(() -> {
                        service.nothing(() -> ran.complete("ran"));
                        future.set(service.future());
                        return "gone on";
                    }))
                    .isEqualTo("gone on");
            assertThat(ran).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(future.get()).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("future");
            assertThat(Mono.defer(service::mono)
                            .subscribeOn(Schedulers.parallel())
                            .block(LIMIT))
                    .isEqualTo("mono");
        });
    }

    @Test
    void plainCallInInlineModeRuns() {
        contexts.withPropertyValues("threadlets.mode=inline")
                .run(context -> assertThat(onParallel(context.getBean(Service.class)::value))
                        .startsWith("on parallel-"));
    }

    @Test
    void plainCallFromAThreadOfReactorThatMayBlockRuns() {
        contexts.run(context -> assertThat(Mono.fromCallable(context.getBean(Service.class)::value)
                        .subscribeOn(Schedulers.boundedElastic())
                        .block(LIMIT))
                .isEqualTo("on q-1"));
    }
}
