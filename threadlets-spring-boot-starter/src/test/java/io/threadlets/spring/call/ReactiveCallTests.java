package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Methods that return a Mono. */
class ReactiveCallTests {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.q.max-threads=1", "threadlets.queues.q.capacity=1")
            .withBean(Service.class);

    static class Service {
        private final AtomicInteger bodies = new AtomicInteger();

        int bodies() {
            return bodies.get();
        }

        @Threadlet("q")
        public Mono<String> thread() {
            bodies.incrementAndGet();
            final String body = Thread.currentThread().getName();
            return Mono.fromCallable(() -> body + ", " + Thread.currentThread().getName());
        }

        @Threadlet("q")
        public Mono<String> pass(Gate gate) throws InterruptedException {
            gate.pass();
            return Mono.just("value");
        }

        @Threadlet("q")
        public Mono<String> follow(Mono<String> mono) {
            return mono;
        }

        @Threadlet("q")
        public Mono<String> contextual() {
            return Mono.deferContextual(view -> Mono.just(view.get("tenant")));
        }

        @Threadlet("q")
        public Mono<Void> empty() {
            return Mono.empty();
        }

        @Threadlet(queue = "q", timeout = "30ms")
        public Mono<String> never() {
            return Mono.never();
        }

        @Threadlet(queue = "q", timeout = "300ms") // the body has begun by then
        public Mono<String> timed(Gate gate) {
            return Mono.fromCallable(gate.task("value"));
        }

        @Threadlet(queue = "q", fallback = "instead")
        public Mono<String> failing() {
            return Mono.error(new IllegalStateException("planned"));
        }

        Mono<String> instead(Throwable failure) {
            return Mono.just("instead of " + failure.getMessage());
        }
    }

    @Test
    void bodyAndWhatItReturnsRunOnTheQueueAtEachSubscription() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Mono<String> mono = service.thread();
            assertThat(service.bodies()).as("before a subscription").isZero();
            assertThat(mono.block(LIMIT)).isEqualTo("q-1, q-1");
            assertThat(mono.block(LIMIT)).isEqualTo("q-1, q-1");
            assertThat(service.bodies()).isEqualTo(2);
        });
    }

    @Test
    void cancellingTheSubscriptionInterruptsTheBody() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final Disposable subscription =
                    context.getBean(Service.class).pass(gate).subscribe();
            gate.awaitReached();
            subscription.dispose();
            gate.awaitInterrupted();
        });
    }

    @Test
    void cancellingTheSubscriptionCancelsWhatTheBodyReturned() throws Exception {
        contexts.run(context -> {
            final Gate cancelled = new Gate();
            final Mono<String> endless = Mono.<String>never().doOnCancel(cancelled::open);
            final Disposable subscription =
                    context.getBean(Service.class).follow(endless).subscribe();
            context.getBean("q", ThreadletQueue.class).snapshot();
            await().until(() ->
                    context.getBean("q", ThreadletQueue.class).snapshot().succeeded() == 1);
            subscription.dispose();
            cancelled.pass();
        });
    }

    @Test
    void subscribersContextReachesWhatTheBodyReturned() {
        contexts.run(context -> assertThat(context.getBean(Service.class)
                        .contextual()
                        .contextWrite(view -> view.put("tenant", "t1"))
                        .block(LIMIT))
                .isEqualTo("t1"));
    }

    @Test
    void emptyStaysEmptyAndFailuresArriveAsTheyAre() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.empty().block(LIMIT)).isNull();
            assertThatThrownBy(() -> service.follow(Mono.error(new IllegalStateException("planned")))
                            .block(LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("planned");
            assertThat(service.failing().block(LIMIT)).isEqualTo("instead of planned");
            assertThatThrownBy(() -> service.never().block(LIMIT)).isInstanceOf(ThreadletTimeoutException.class);
        });
    }

    @Test
    void rejectionIsTheSubscribersError() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            final Disposable first = service.pass(gate).subscribe();
            gate.awaitReached();
            final Disposable second = service.pass(gate).subscribe();
            assertThatThrownBy(() -> service.thread().block(LIMIT)).isInstanceOf(ThreadletRejectedException.class);
            gate.open();
            first.dispose();
            second.dispose();
        });
    }

    @Test
    void timeoutInterruptsTheThreadOfAMonoThatTheBodyReturned() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            assertThatThrownBy(() -> context.getBean(Service.class).timed(gate).block(LIMIT))
                    .isInstanceOf(ThreadletTimeoutException.class);
            gate.awaitInterrupted();
        });
    }
}
