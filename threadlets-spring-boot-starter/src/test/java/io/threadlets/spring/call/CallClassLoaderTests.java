package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A body that sets the context class loader of its thread sets it for itself alone. */
class CallClassLoaderTests {
    private static final ClassLoader OTHER = new URLClassLoader("other", new URL[0], null);

    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues(
                    "threadlets.queues.q.max-threads=1",
                    "threadlets.queues.callers.max-threads=1",
                    "threadlets.queues.callers.capacity=0",
                    "threadlets.queues.callers.on-full=caller-runs")
            .withBean(Service.class);

    static class Service {
        @Threadlet("q")
        public String set() {
            Thread.currentThread().setContextClassLoader(OTHER);
            return Thread.currentThread().getName();
        }

        @Threadlet("q")
        public @Nullable ClassLoader value() {
            return Thread.currentThread().getContextClassLoader();
        }

        @Threadlet("q")
        public CompletableFuture<ClassLoader> future() {
            return CompletableFuture.completedFuture(Thread.currentThread().getContextClassLoader());
        }

        @Threadlet("callers")
        public void occupy(Gate gate) throws Exception {
            gate.pass();
        }

        @Threadlet("callers")
        public Thread setInCaller() {
            Thread.currentThread().setContextClassLoader(OTHER);
            return Thread.currentThread();
        }
    }

    @Test
    void nextCallAndNextWorkOfTheSameThreadHaveThatOfTheContext() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final ClassLoader own = context.getBeanFactory().getBeanClassLoader();
            assertThat(service.set()).isEqualTo("q-1");
            assertThat(service.value()).isSameAs(own);
            assertThat(service.set()).isEqualTo("q-1");
            assertThat(service.future()).succeedsWithin(20, TimeUnit.SECONDS).isSameAs(own);
            assertThat(service.set()).isEqualTo("q-1");
            assertThat(context.getBean("q", ThreadletQueue.class)
                            .submit(() -> Thread.currentThread().getContextClassLoader())
                            .get(20, TimeUnit.SECONDS))
                    .isSameAs(own);
        });
    }

    @Test
    void callerThatRunsTheCallHasItsOwnAgain() {
        contexts.run(context -> {
            final Service service = context.getBean(Service.class);
            final Gate gate = new Gate();
            service.occupy(gate);
            gate.awaitReached();
            final ClassLoader before = Thread.currentThread().getContextClassLoader();
            assertThat(service.setInCaller()).isSameAs(Thread.currentThread());
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
            gate.open();
        });
    }
}
