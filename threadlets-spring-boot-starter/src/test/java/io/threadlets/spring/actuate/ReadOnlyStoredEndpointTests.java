package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Stored calls as they are shown by default. */
class ReadOnlyStoredEndpointTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0", "management.endpoints.web.exposure.include=threadlets");
    }

    @Test
    void callsAreShownAndNotChanged() throws Exception {
        final Jobs jobs = start();
        paused(last());
        final String id = jobs.send("a").id();
        final EndpointClient client =
                new EndpointClient(last().getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        assertThat(client.read("/jobs/stored/" + id)).containsEntry("state", "waiting");
        assertThat(client.delete("/jobs/stored/" + id).statusCode()).isEqualTo(405);
        assertThat(client.post("/jobs/stored/" + id, "{\"action\": \"retry\"}").statusCode())
                .isEqualTo(405);
        assertThat(calls().list(StoredCall.State.WAITING, 10)).hasSize(1);
    }
}
