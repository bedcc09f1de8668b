package io.threadlets.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** The meters of stored calls. */
class StoredMetersTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();
    private MeterRegistry registry = new SimpleMeterRegistry();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        final MeterRegistry own = new SimpleMeterRegistry();
        registry = own;
        return shelf.keepJobsOf(application)
                .properties("threadlets.queues.orders.store=fake", "threadlets.queues.mail.max-threads=2")
                .initializers(context -> {
                    final GenericApplicationContext beans = (GenericApplicationContext) context;
                    beans.registerBean(MeterRegistry.class, () -> own);
                });
    }

    private double gauge(String state) {
        return MeteredContexts.gauge(registry, "threadlets.stored." + state, "jobs");
    }

    private double count(String what) {
        return MeteredContexts.count(registry, "threadlets.stored." + what, "jobs");
    }

    private void assertSoon(String state, double calls) {
        soon().untilAsserted(() -> assertThat(gauge(state)).isEqualTo(calls));
    }

    @Test
    void callsAreCountedByWhatTheyDo() throws Exception {
        sendUnknown("a");
        script.on("b", () -> {
            throw new IllegalArgumentException("no");
        });
        final Jobs jobs = start("threadlets.queues.jobs.backoff=1h");
        jobs.strict("b");
        assertSoon("dead", 1);
        jobs.run("b");
        assertSoon("retrying", 1);
        assertSoon("orphaned", 1);
        paused(last());
        jobs.run("c");
        assertSoon("waiting", 1);
        assertThat(gauge("running")).isZero();
        assertThat(count("sent")).isEqualTo(3);
        assertThat(count("died")).isEqualTo(1);
        assertThat(count("retried")).isEqualTo(1);
        assertThat(registry.find("threadlets.stored.waiting")
                        .tag("queue", "mail")
                        .meter())
                .isNull();
    }

    @Test
    void duplicatesAndRetriesOnDemandAreCounted() throws Exception {
        script.on("a", () -> {
            throw new IllegalArgumentException("no");
        });
        final Jobs jobs = start("threadlets.queues.jobs.retries=0");
        jobs.once("a");
        final String id = awaitOne(StoredCall.State.DEAD).get(0).id();
        assertThat(calls().retry(id)).isTrue();
        soon().untilAsserted(() -> assertThat(count("died")).isEqualTo(2));
        paused(last());
        jobs.once("b");
        jobs.once("b");
        assertThat(count("revived")).isEqualTo(1);
        assertThat(count("duplicates")).isEqualTo(1);
        assertThat(count("sent")).isEqualTo(2);
    }

    @Test
    void waitIsTimedUntilTheFirstAttemptBegins() throws Exception {
        script.on("a", () -> {
            throw new IllegalStateException("again");
        });
        final Jobs jobs = start();
        jobs.run("a");
        final String id = awaitOne(StoredCall.State.DEAD).get(0).id();
        assertThat(calls().retry(id)).isTrue();
        soon().untilAsserted(() -> assertThat(script.attempts("a")).containsExactly(1, 2, 3, 1, 2, 3));
        jobs.run("b");
        awaitOne(StoredCall.State.DEAD);
        soon().untilAsserted(() -> assertThat(script.runs("b")).hasSize(1));
        assertThat(MeteredContexts.timer(registry, "threadlets.stored.wait", "jobs")
                        .count())
                .isEqualTo(2);
        assertThat(MeteredContexts.timer(registry, "threadlets.stored.wait", "jobs")
                        .totalTime(TimeUnit.SECONDS))
                .isPositive();
    }

    @Test
    void storeThatCannotBeReachedHasNoNumbers() {
        start();
        assertThat(gauge("waiting")).isZero();
        shelf.setDown(true);
        soon().untilAsserted(() -> assertThat(gauge("waiting")).isNaN());
        assertThat(count("sent")).isZero();
    }

    @Test
    void meterOfOneQueueHasAllStoresLookedAt() {
        start();
        assertSoon("waiting", 0);
        outdate("jobs", "orders");
        shelf.setHanging(true);
        try {
            assertThat(gauge("waiting")).isZero(); // the last that is known
            await().atMost(5, TimeUnit.SECONDS) // in ten the numbers would be asked for anyway
                    .untilAsserted(() -> assertThat(shelf.waiting())
                            .extracting(FakeShelf.Waiting::queue)
                            .contains("jobs", "orders"));
        } finally {
            shelf.setHanging(false);
        }
    }
}
