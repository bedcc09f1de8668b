package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.Jobs;
import io.threadlets.spring.store.StoreInstances;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.MBeanException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Stored calls over JMX. */
class StoredJmxEndpointTests extends StoreInstances {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStore(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application)
                .properties(
                        "spring.jmx.enabled=true",
                        "spring.jmx.unique-names=true",
                        "management.endpoints.jmx.exposure.include=threadlets",
                        "management.endpoint.threadlets.access=unrestricted",
                        "management.endpoint.threadlets.show-values=when-authorized",
                        "threadlets.queues.mail.max-threads=2");
    }

    private Object invoke(String operation, @Nullable String... arguments) throws Exception {
        final MBeanServer server = last().getBean(MBeanServer.class);
        final ObjectName name = server.queryNames(
                        new ObjectName("org.springframework.boot:type=Endpoint,name=Threadlets,*"), null)
                .iterator()
                .next();
        final String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return server.invoke(name, operation, arguments, types);
    }

    @Test
    void callsAreListedRetriedAndTakenBack() throws Exception {
        script.on("a", () -> {
            throw new IllegalArgumentException("no");
        });
        final Jobs jobs = start();
        jobs.strict("a");
        final String id = awaitOne(StoredCall.State.DEAD).get(0).id();
        assertThat(JsonPath.<Map<String, Object>>read(invoke("storedCalls", "jobs", "dead", null), "$.calls[0]"))
                .containsEntry("id", id)
                .containsEntry("args", List.of("a"));
        paused(last());
        assertThat(invoke("retryStoredCall", "jobs", id)).extracting("outcome").isEqualTo("retried");
        assertThat(invoke("storedCall", "jobs", id)).extracting("state").isEqualTo("waiting");
        assertThat(invoke("cancelStoredCall", "jobs", id)).extracting("outcome").isEqualTo("removed");
        assertThatExceptionOfType(MBeanException.class)
                .isThrownBy(() -> invoke("storedCall", "jobs", id))
                .withCauseInstanceOf(IllegalArgumentException.class)
                .havingCause()
                .withMessageContaining("It has ended, or never was.");
        assertThatExceptionOfType(MBeanException.class)
                .isThrownBy(() -> invoke("storedCalls", "mail", "dead", null))
                .havingCause()
                .withMessage("No queue 'mail' with a store. Queues with a store: jobs.");
    }
}
