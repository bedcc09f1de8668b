package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.autoconfigure.ThreadletsStoredAutoConfiguration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Stored methods where calls are made in their callers, or nothing is configured: plain calls without any store. */
class InlineStoredCallsTests {
    private static final ThreadletReceipt OWN = new ThreadletReceipt("own", "none", Instant.EPOCH, true);

    private final List<Throwable> told = new ArrayList<>();

    static class Service {
        private final List<Thread> threads = new ArrayList<>();

        @Threadlet(queue = "jobs", key = "#what.length()")
        public @Nullable ThreadletReceipt send(@Nullable String what) {
            threads.add(Thread.currentThread());
            assertThat(ThreadletCall.current().id()).isNull();
            assertThat(ThreadletCall.current().attempt()).isOne();
            return OWN;
        }

        @Threadlet(queue = "jobs", timeout = "1ms")
        public void fail() {
            throw new IllegalStateException("no");
        }
    }

    private ApplicationContextRunner with(String... properties) {
        return Contexts.withStarter()
                .withConfiguration(AutoConfigurations.of(ThreadletsStoredAutoConfiguration.class))
                .withBean(Service.class)
                .withBean(ThreadletExceptionHandler.class, () -> (failure, method, args) -> told.add(failure))
                .withPropertyValues("threadlets.queues.jobs.store=fake")
                .withPropertyValues(properties);
    }

    @Test
    void inlineCallRunsInItsCallerAndGivesAFreshReceipt() {
        with("threadlets.mode=inline").run(context -> {
            assertThat(context).doesNotHaveBean(StoredQueues.class);
            final Service service = context.getBean(Service.class);
            final ThreadletReceipt first = service.send(null);
            final ThreadletReceipt second = service.send(null);
            assertThat(first).isNotNull().isNotEqualTo(OWN);
            assertThat(first.queue()).isEqualTo("jobs");
            assertThat(first.duplicate()).isFalse();
            assertThat(second).isNotNull();
            assertThat(second.duplicate()).isFalse();
            assertThat(second.id()).isNotEqualTo(first.id());
            service.fail();
            assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> context.getBean(ThreadletQueues.class).stored("jobs"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("threadlets.mode is inline");
        });
    }

    @Test
    void whereNothingIsConfiguredTheReceiptIsThatOfTheBody() {
        with("threadlets.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(StoredQueues.class);
            assertThat(context.getBean(Service.class).send("a")).isEqualTo(OWN);
        });
    }

    @Test
    void withoutItsStoreAContextStartsAndSendingFails() {
        with().run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(Service.class).send("a"))
                    .hasMessageContaining("the store 'fake' is not part of this application context");
            assertThatThrownBy(() -> context.getBean(ThreadletQueues.class)
                            .stored("jobs")
                            .snapshot())
                    .hasMessageContaining("not part of this application context");
        });
    }

    @Test
    void queuesWithoutAStoreAreToldApart() {
        with("threadlets.queues.disk.max-threads=1").run(context -> {
            final ThreadletQueues queues = context.getBean(ThreadletQueues.class);
            for (String name : new String[] {"disk", "nowhere"}) {
                assertThatThrownBy(() -> queues.stored(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("No queue '" + name + "' with a store. Queues with a store: jobs.");
            }
        });
    }
}
