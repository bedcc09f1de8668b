package io.threadlets.spring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Applications that share a store, for the tests of stores. Several contexts are several instances of an application.
 */
public abstract class StoreInstances {
    protected final Script script = new Script();
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

    /** An application. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class Application {
        @Bean
        Jobs jobs(Script script, ObjectProvider<Jobs> self) {
            return new Jobs(script, self);
        }
    }

    /** An older version of it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class OlderApplication {
        @Bean
        Jobs.Older older(Script script) {
            return new Jobs.Older(script);
        }
    }

    /** A newer version of it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    protected static class NewerApplication {
        @Bean
        Jobs.Newer newer() {
            return new Jobs.Newer();
        }
    }

    /** Makes an application one on the store that all instances of a test share. */
    protected abstract SpringApplicationBuilder onStore(SpringApplicationBuilder application);

    /** Starts an instance, whose queue has calls tried again soon. */
    protected final ConfigurableApplicationContext start(Class<?> application, String... properties) {
        final SpringApplicationBuilder builder = onStore(new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "threadlets.queues.jobs.max-threads=4",
                        "threadlets.queues.jobs.retries=2",
                        "threadlets.queues.jobs.backoff=20ms",
                        "threadlets.shutdown-timeout=0s",
                        "spring.main.banner-mode=off")
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(Script.class, () -> script)));
        final ConfigurableApplicationContext context = builder.run(
                List.of(properties).stream().map(property -> "--" + property).toArray(String[]::new));
        instances.add(context);
        return context;
    }

    protected final Jobs start(String... properties) {
        return start(Application.class, properties).getBean(Jobs.class);
    }

    protected final ConfigurableApplicationContext last() {
        return instances.get(instances.size() - 1);
    }

    protected final StoredCalls calls() {
        return last().getBean(ThreadletQueues.class).stored("jobs");
    }

    /** How often the last instance has timed a call from when it was stored to its first start. */
    protected final long firstStarts() {
        final Timer timer = last().getBean(MeterRegistry.class)
                .find("threadlets.stored.wait")
                .tag("queue", "jobs")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    /** Has the stores of these queues asked again, whoever looks next: as if something had been changed there. */
    protected final void outdate(String... queues) {
        for (String queue : queues) {
            last().getBean(ThreadletQueues.class).stored(queue).cancel("none");
        }
    }

    @AfterEach
    final void closeInstances() {
        instances.forEach(ConfigurableApplicationContext::close);
    }

    protected static ConditionFactory soon() {
        return await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(10));
    }

    protected final void awaitNone() {
        soon().untilAsserted(() -> {
            assertNone();
            assertNone(); // a call may have gone from a state to another one while they were looked at
        });
    }

    private void assertNone() {
        for (StoredCall.State state : StoredCall.State.values()) {
            assertThat(calls().list(state, 10)).as("%s", state).isEmpty();
        }
    }

    protected final List<StoredCall> awaitOne(StoredCall.State state) {
        return soon().until(() -> calls().list(state, 10), list -> list.size() == 1);
    }

    /** Has an older instance, which runs nothing, send a call of a method that others do not know. */
    protected final void sendUnknown(String what) throws Exception {
        final ThreadletReceipt unused =
                paused(start(OlderApplication.class)).getBean(Jobs.Older.class).gone(what);
    }

    /** An instance that runs nothing for now. */
    protected static ConfigurableApplicationContext paused(ConfigurableApplicationContext started) {
        started.getBean(ThreadletQueues.class).get("jobs").pause();
        return started;
    }
}
