package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * What the documentation says of {@code @Async} and of thread pools of the JDK, which this library is compared with.
 */
class PeerTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.enabled=false");

    static class AsyncService {
        private final BeanFactory beans;

        AsyncService(BeanFactory beans) {
            this.beans = beans;
        }

        @Async("one")
        public String plain() {
            return "plain";
        }

        @Async("nobody")
        public void onAnUnknownExecutor() {}

        @Async("one")
        public CompletableFuture<String> completable(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("completable");
        }

        @Async("one")
        public Future<String> simple(Gate gate) throws Exception {
            gate.pass();
            return CompletableFuture.completedFuture("simple");
        }

        @Async("one")
        public CompletableFuture<Boolean> waitsForItsOwnPool() throws Exception {
            final Gate open = new Gate();
            open.open();
            final Future<String> inner = beans.getBean(AsyncService.class).completable(open);
            try {
                return CompletableFuture.completedFuture(
                        inner.get(300, TimeUnit.MILLISECONDS).isEmpty());
            } catch (TimeoutException e) { // it waits for the thread that waits for it
                return CompletableFuture.completedFuture(true);
            }
        }

        @Async("one")
        private Thread hidden() {
            return Thread.currentThread();
        }

        Thread callHidden() {
            return hidden();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class WithOneThread {
        @Bean
        ThreadPoolTaskExecutor one() {
            final ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setMaxPoolSize(1);
            return executor;
        }

        @Bean
        AsyncService service(BeanFactory beans) {
            return new AsyncService(beans);
        }
    }

    @Test
    void bootsExecutorHasEightThreadsAndNoLimitOnWaiting() {
        contexts.run(context -> {
            final ThreadPoolTaskExecutor executor =
                    context.getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class);
            assertThat(executor.getCorePoolSize()).isEqualTo(8);
            assertThat(executor.getQueueCapacity()).isEqualTo(Integer.MAX_VALUE);
        });
    }

    @Test
    void asyncRefusesPlainReturnTypesAndUnknownExecutorsAtTheCall() {
        contexts.withUserConfiguration(WithOneThread.class).run(context -> {
            assertThat(context).hasNotFailed();
            final AsyncService service = context.getBean(AsyncService.class);
            assertThatIllegalArgumentException().isThrownBy(service::plain);
            assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(service::onAnUnknownExecutor);
            assertThat(service.callHidden()).isEqualTo(Thread.currentThread());
        });
    }

    @Test
    void asyncCancelReachesTheThreadOfAFutureButNotOfACompletableFuture() {
        contexts.withUserConfiguration(WithOneThread.class).run(context -> {
            final AsyncService service = context.getBean(AsyncService.class);
            final Gate simple = new Gate();
            final Future<String> future = service.simple(simple);
            simple.awaitReached();
            future.cancel(true);
            simple.awaitInterrupted();

            final Gate completable = new Gate();
            final Future<String> cancelled = service.completable(completable);
            completable.awaitReached();
            final Future<String> waiting = service.completable(new Gate());
            waiting.cancel(true);
            assertThat(context.getBean(ThreadPoolTaskExecutor.class).getQueueSize())
                    .as("the cancelled call still has its place")
                    .isEqualTo(1);
            cancelled.cancel(true);
            completable.open();
            final Gate next = new Gate();
            final Future<String> last = service.simple(next);
            next.awaitReached(); // the body before has ended
            assertThat(completable.wasInterrupted()).isFalse();
            next.open();
            assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo("simple");
        });
    }

    @Test
    void asyncCallThatWaitsForItsOwnPoolWaitsForItself() {
        contexts.withUserConfiguration(WithOneThread.class)
                .run(context -> assertThat(context.getBean(AsyncService.class)
                                .waitsForItsOwnPool()
                                .get(60, TimeUnit.SECONDS))
                        .isTrue());
    }

    @Test
    void threadPoolExecutorGrowsOnlyWhenItsQueueIsFullAndKeepsTheCancelled() throws Exception {
        final ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 4, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(10));
        final Gate gate = new Gate();
        try {
            final Future<String> running = pool.submit(gate.task("running"));
            final Future<String> waiting = pool.submit(gate.task("waiting"));
            assertThat(pool.getPoolSize()).isEqualTo(1);
            waiting.cancel(true);
            assertThat(pool.getQueue()).hasSize(1);
            gate.open();
            assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo("running");
        } finally {
            gate.open();
            pool.shutdown();
        }
    }
}
