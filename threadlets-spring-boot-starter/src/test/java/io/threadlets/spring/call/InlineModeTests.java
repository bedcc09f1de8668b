package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** {@code threadlets.mode=inline}: everything has happened when the call returns. */
class InlineModeTests {
    private final List<Throwable> handled = new ArrayList<>();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.mode=inline",
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.q.capacity=0",
                    "threadlets.queues.q.timeout=1ns",
                    "threadlets.queues.q.queue-timeout=1ns")
            .withBean(ThreadletExceptionHandler.class, () -> (failure, method, arguments) -> handled.add(failure))
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public Thread value() {
            return Thread.currentThread();
        }

        @Threadlet("q")
        public CompletableFuture<Thread> future() {
            return CompletableFuture.completedFuture(Thread.currentThread());
        }

        @Threadlet("q")
        public CompletableFuture<String> follow(CompletableFuture<String> stage) {
            return stage;
        }

        @Threadlet("q")
        public CompletableFuture<Integer> walk(Supplier<Integer> inside) {
            return CompletableFuture.completedFuture(inside.get());
        }

        @Threadlet("q")
        public void nothing() {
            throw new IllegalStateException("planned");
        }

        @Threadlet("q")
        public String failing() {
            throw new IllegalStateException("planned");
        }

        @Threadlet(queue = "q", fallback = "instead")
        public CompletableFuture<String> withFallback() {
            throw new IllegalStateException("planned");
        }

        CompletableFuture<String> instead(Throwable failure) {
            return CompletableFuture.completedFuture("instead of " + failure.getMessage());
        }

        @Threadlet("q")
        public List<Object> call() {
            return new ArrayList<>(Arrays.asList(
                    ThreadletCall.current().queue(), ThreadletCall.current().deadline()));
        }
    }

    @Test
    void callsRunInTheCallerWithoutLimits() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            assertThat(service.value()).isSameAs(Thread.currentThread());
            assertThat(service.future())
                    .isInstanceOf(ThreadletFuture.class)
                    .isCompletedWithValue(Thread.currentThread());
            assertThat(service.call()).containsExactly("q", null);
            assertThat(context.getBean("q", ThreadletQueue.class).snapshot().submitted())
                    .isZero();
        });
    }

    @Test
    void callsAndCommandsInsideACallHaveRunWhenTheyReturn() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Executor executor =
                    BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Executor.class, "q");
            assertThat(service.walk(() -> {
                        service.nothing();
                        final int handledAtOnce = handled.size();
                        final CompletableFuture<Integer> inner = service.walk(() -> 10);
                        final CompletableFuture<Integer> command = CompletableFuture.supplyAsync(
                                () -> CompletableFuture.supplyAsync(() -> 100, executor)
                                        .getNow(0),
                                executor);
                        return handledAtOnce + inner.getNow(0) + command.getNow(0);
                    }))
                    .isCompletedWithValue(111);
        });
    }

    @Test
    void failuresArriveWhereTheyDoOtherwise() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            service.nothing();
            assertThat(handled).hasSize(1);
            assertThatIllegalStateException().isThrownBy(service::failing).withMessage("planned");
            assertThat(service.withFallback()).isCompletedWithValue("instead of planned");
        });
    }

    @Test
    void unfinishedStagesAreLinked() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final CompletableFuture<String> stage = new CompletableFuture<>();
            final CompletableFuture<String> future = service.follow(stage);
            assertThat(future).isNotDone();
            future.cancel(true);
            assertThat(stage).isCancelled();
        });
    }

    @Test
    void companionExecutorsRunInTheCallerAndQueuesThemselvesDoNot() {
        contexts.run(context -> {
            final Executor executor =
                    BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Executor.class, "q");
            assertThat(CompletableFuture.supplyAsync(Thread::currentThread, executor))
                    .isCompletedWithValue(Thread.currentThread());
            assertThat(context.getBean("q", ThreadletQueue.class)
                            .submit(Thread::currentThread)
                            .get())
                    .isNotSameAs(Thread.currentThread());
        });
    }
}
