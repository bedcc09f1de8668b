package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which queues have a store, as far as works are concerned that are not stored. */
class LocalWorksTests {
    private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Test
    void queueWhoseStoreAVariableSetsHasItUnderItsOwnName() {
        final StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        VARIABLES,
                        new SystemEnvironmentPropertySource(
                                VARIABLES,
                                Map.of(
                                        "THREADLETS_QUEUES_MYQUEUE_STORE", "jdbc",
                                        "THREADLETS_QUEUES_MYLOCALQUEUE_STORE", "memory")));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "file",
                        Map.of(
                                "threadlets.queues.my-queue.max-threads", "3",
                                "threadlets.queues.my-local-queue.store", "jdbc",
                                "threadlets.queues.other.store", "jdbc")));
        ConfigurationPropertySources.attach(environment);
        final LocalWorks works = new LocalWorks(environment);
        assertThat(works.listenerFor("my-queue")).isNotNull();
        assertThat(works.listenerFor("other")).isNotNull();
        assertThat(works.listenerFor("my-local-queue")).isNull();
        assertThat(works.listenerFor("global")).isNull();
    }
}
