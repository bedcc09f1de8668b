package io.threadlets.spring.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletTimeoutException;
import java.util.concurrent.Executor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Messages speak of properties where a queue comes from properties, and else of what its builder has. */
class PropertyWordsTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.mail.max-threads=1", "threadlets.queues.mail.capacity=0")
            .withUserConfiguration(Application.class);

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("own").maxThreads(1).capacity(0).build();
        }

        @Bean
        ThreadletQueue roomy() {
            return ThreadletQueue.builder("roomy").maxThreads(1).build();
        }

        @Bean
        Service service() {
            return new Service();
        }
    }

    static class Service {
        @Threadlet("mail")
        public void send() {}

        @Threadlet(queue = "roomy", timeout = "1ms")
        public String late() {
            return "value";
        }
    }

    @Test
    void rejectionByAQueueFromPropertiesNamesThem() {
        contexts.run(context -> {
            final Gate gate = occupy(context, "mail");
            final ThreadletQueue mail = context.getBean("mail", ThreadletQueue.class);
            final Executor executor = context.getBean("mailThreadletExecutor", Executor.class);
            assertSpeaksOfProperties(() -> mail.submit(() -> "value"));
            assertSpeaksOfProperties(() -> executor.execute(() -> {}));
            assertSpeaksOfProperties(context.getBean(Service.class)::send);
            gate.open();
        });
    }

    private static void assertSpeaksOfProperties(ThrowingCallable refused) {
        assertThatExceptionOfType(ThreadletRejectedException.class)
                .isThrownBy(refused)
                .withMessageEndingWith("Raise threadlets.queues.mail.capacity or threadlets.queues.mail.max-threads, or"
                        + " set threadlets.queues.mail.on-full to caller-runs or block.")
                .withMessageNotContainingAny("maxThreads", "OnFull");
    }

    @Test
    void rejectionByAQueueOfTheApplicationsOwnNamesWhatItsBuilderHas() {
        contexts.run(context -> {
            final Gate gate = occupy(context, "own");
            assertThatExceptionOfType(ThreadletRejectedException.class)
                    .isThrownBy(
                            () -> context.getBean("own", ThreadletQueue.class).submit(() -> "value"))
                    .withMessageContaining("maxThreads, or choose OnFull.CALLER_RUNS or OnFull.BLOCK")
                    .withMessageNotContainingAny("threadlets.queues", "threadlets.defaults");
            gate.open();
        });
    }

    @Test
    void timeoutWhileWaitingForAQueueOfTheApplicationsOwnNamesWhatItsBuilderHas() {
        contexts.run(context -> {
            final Gate gate = occupy(context, "roomy");
            assertThatExceptionOfType(ThreadletTimeoutException.class)
                    .isThrownBy(context.getBean(Service.class)::late)
                    .withMessageContaining("Raise the queue's maxThreads, or its timeout");
            gate.open();
        });
    }

    private static Gate occupy(AssertableApplicationContext context, String queue) throws InterruptedException {
        final Gate gate = new Gate();
        context.getBean(queue, ThreadletQueue.class).executor().execute(gate);
        gate.awaitReached();
        return gate;
    }
}
