package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.support.GenericApplicationContext;

/** What the health of a queue says of its store. */
class StoredHealthTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();
    private boolean isRequired;

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return application
                .properties(
                        "threadlets.queues.jobs.store=fake",
                        "threadlets.queues.orders.store=fake",
                        "management.health.rabbit.enabled=false",
                        "spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(FakeStore.class, () -> new FakeStore(shelf, isRequired)));
    }

    private IndicatedHealthDescriptor jobs() {
        return (IndicatedHealthDescriptor)
                Objects.requireNonNull(last().getBean(HealthEndpoint.class).healthForPath("threadlets", "jobs"));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> store() {
        return (Map<String, Object>) Objects.requireNonNull(
                Objects.requireNonNull(jobs().getDetails()).get("store"));
    }

    @Test
    void storeThatAnswersIsADetail() throws Exception {
        final Jobs jobs = start();
        paused(last());
        jobs.run("a");
        soon().untilAsserted(() -> assertThat(store()).containsEntry("waiting", 1L));
        assertThat(jobs().getStatus()).isEqualTo(Status.UP);
        assertThat(store())
                .containsEntry("name", "fake")
                .containsEntry("database", "Fake 1.0")
                .containsEntry("state", "up")
                .doesNotContainKeys("problem", "downFor");
    }

    @Test
    void storeThatCannotBeReachedIsUnknownAndTheApplicationUp() {
        start();
        shelf.setDown(true);
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.UNKNOWN));
        assertThat(jobs().getStatus().getDescription()).isEqualTo("its store fake (Fake 1.0) cannot be reached");
        assertThat(store())
                .containsEntry("state", "unreachable")
                .containsEntry("problem", "down")
                .containsKey("downFor")
                .doesNotContainKey("waiting");
        assertThat(last().getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
        shelf.setDown(false);
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void storeThatWasNeverReachedIsUnknown() {
        shelf.setHanging(true);
        try {
            start();
            assertThat(jobs().getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(store())
                    .containsEntry("state", "unreachable")
                    .containsEntry("problem", "it does not answer")
                    .doesNotContainKey("waiting");
        } finally {
            shelf.setHanging(false);
        }
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void storeThatHasFailedWithAnErrorIsAskedAgain() {
        start();
        shelf.setBug(new LinkageError("driver"));
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.UNKNOWN));
        assertThat(store()).containsEntry("problem", "java.lang.LinkageError: driver");
        shelf.setBug(null);
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void healthOfOneQueueHasAllStoresLookedAt() {
        start();
        soon().untilAsserted(() -> assertThat(store()).containsKey("waiting"));
        outdate("jobs", "orders");
        shelf.setHanging(true);
        try {
            jobs();
            await().atMost(5, TimeUnit.SECONDS) // in ten the numbers would be asked for anyway
                    .untilAsserted(() -> assertThat(shelf.waiting())
                            .extracting(FakeShelf.Waiting::queue)
                            .contains("jobs", "orders"));
        } finally {
            shelf.setHanging(false);
        }
    }

    @Test
    void storeThatIsRequiredTakesTheApplicationDownWithIt() {
        isRequired = true;
        start();
        assertThat(jobs().getStatus()).isEqualTo(Status.UP);
        shelf.setDown(true);
        soon().untilAsserted(() -> assertThat(jobs().getStatus()).isEqualTo(Status.DOWN));
        assertThat(last().getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.DOWN);
    }
}
