package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * What the documentation says of Spring's {@code @ConcurrencyLimit}. Whether the thread that waits at it is a virtual
 * one makes no difference.
 */
class ConcurrencyLimitTests {
    private static final int MANY = 20;

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.enabled=false")
            .withUserConfiguration(Limited.class);

    static class LimitedService {
        private final BeanFactory beans;

        LimitedService(BeanFactory beans) {
            this.beans = beans;
        }

        @ConcurrencyLimit(1)
        public Thread pass(Gate gate) throws InterruptedException {
            gate.pass();
            return Thread.currentThread();
        }

        @ConcurrencyLimit(1)
        public Thread callsItself(Gate gate) {
            gate.run();
            return beans.getBean(LimitedService.class).callsItself(gate);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableResilientMethods
    static class Limited {
        @Bean
        LimitedService service(BeanFactory beans) {
            return new LimitedService(beans);
        }
    }

    @Test
    void callRunsOnItsCallersThread() {
        contexts.run(context -> {
            final Gate open = new Gate();
            open.open();
            assertThat(context.getBean(LimitedService.class).pass(open)).isEqualTo(Thread.currentThread());
        });
    }

    @Test
    void anyNumberOfCallersWaitAndOneThatIsInterruptedGivesUp() {
        contexts.run(context -> {
            final LimitedService service = context.getBean(LimitedService.class);
            final Gate gate = new Gate();
            final FutureTask<Thread> first = new FutureTask<>(() -> service.pass(gate));
            new Thread(first).start();
            gate.awaitReached();
            final List<Thread> waiting = new ArrayList<>();
            final List<FutureTask<Thread>> calls = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                final FutureTask<Thread> call = new FutureTask<>(() -> service.pass(gate));
                calls.add(call);
                waiting.add(new Thread(call));
            }
            waiting.forEach(Thread::start);
            waiting.forEach(ConcurrencyLimitTests::awaitWaiting);

            waiting.get(0).interrupt();
            assertThat(calls.get(0))
                    .failsWithin(60, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("Thread was interrupted while waiting");
            gate.open();
            for (FutureTask<Thread> call : calls.subList(1, MANY)) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(first.get(60, TimeUnit.SECONDS)).isNotNull();
        });
    }

    @Test
    void callThatWaitsForAnotherOfItsMethodWaitsForItself() {
        contexts.run(context -> {
            final LimitedService service = context.getBean(LimitedService.class);
            final Gate gate = new Gate();
            final FutureTask<Thread> call = new FutureTask<>(() -> service.callsItself(gate));
            final Thread caller = new Thread(call);
            caller.start();
            gate.awaitReached();
            gate.open();
            awaitWaiting(caller);
            assertThat(call).isNotDone();
            caller.interrupt();
            assertThat(call)
                    .failsWithin(60, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("Thread was interrupted while waiting");
        });
    }

    /** Until it waits at the limit. */
    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.WAITING
                && List.of(thread.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().endsWith("ConcurrencyThrottleSupport")));
    }
}
