package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.config.ThreadletsProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.io.ClassPathResource;

/** What an editor shows of the properties. */
class ConfigurationMetadataTests {
    private final String metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
            .getContentAsString(StandardCharsets.UTF_8);

    ConfigurationMetadataTests() throws IOException {}

    @Test
    void eachPropertyHasADescription() {
        final List<Map<String, Object>> properties = properties();
        assertThat(properties)
                .extracting(property -> property.get("name"))
                .contains("threadlets.enabled", "threadlets.queues", "threadlets.shutdown-timeout")
                .contains(
                        "threadlets.defaults.min-threads",
                        "threadlets.defaults.max-threads",
                        "threadlets.defaults.idle-timeout",
                        "threadlets.defaults.capacity",
                        "threadlets.defaults.on-full",
                        "threadlets.defaults.prestart",
                        "threadlets.defaults.thread-name-prefix",
                        "threadlets.defaults.thread-type",
                        "threadlets.defaults.timeout",
                        "threadlets.defaults.queue-timeout",
                        "threadlets.defaults.slow-after")
                .contains(
                        "threadlets.mode",
                        "threadlets.methods",
                        "threadlets.propagate-context",
                        "threadlets.web.error-responses",
                        "threadlets.health.saturated-after",
                        "threadlets.metrics.executor-names",
                        "threadlets.metrics.work-tag",
                        "threadlets.observations.enabled",
                        "management.health.threadlets.enabled");
        assertThat(properties)
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("%s", property.get("name"))
                        .matches("[A-Z].*\\."));
    }

    @Test
    void eachPropertyHasADefaultButMapsListsAndOneThatDependsOnTheTracer() {
        assertThat(properties())
                .filteredOn(property -> !List.of(
                                "threadlets.queues",
                                "threadlets.methods",
                                "threadlets.observations.enabled",
                                "management.endpoint.threadlets.roles")
                        .contains(property.get("name")))
                .allSatisfy(property -> assertThat(property.get("defaultValue"))
                        .as("%s", property.get("name"))
                        .isNotNull());
    }

    @Test
    void eachKeyOfAQueueIsListedUnderTheDefaultsButItsStore() {
        final List<String> keys = Arrays.stream(ThreadletsProperties.Queue.class.getRecordComponents())
                .map(key -> "threadlets.defaults." + DataObjectPropertyName.toDashedForm(key.getName()))
                .filter(key -> !key.equals("threadlets.defaults.store"))
                .toList();
        assertThat(properties())
                .extracting(property -> (String) property.get("name"))
                .containsAll(keys)
                .doesNotContain("threadlets.defaults.store");
    }

    @Test
    void defaultsShownAreThoseThatHold() {
        Contexts.withStarter().withPropertyValues("threadlets.queues.disk=").run(context -> {
            final QueueSnapshot disk =
                    context.getBean("disk", ThreadletQueue.class).snapshot();
            assertThat(defaultOf("min-threads")).isEqualTo(disk.minThreads());
            assertThat(defaultOf("max-threads")).isEqualTo(disk.maxThreads());
            assertThat(defaultOf("capacity")).isEqualTo(disk.capacity());
            assertThat(context.getBean("disk", ThreadletQueue.class)
                            .submit(Thread::currentThread)
                            .get()
                            .getName())
                    .startsWith(defaultOf("thread-name-prefix").toString().replace("<queue>", "disk"));
        });
    }

    @Test
    void namesOfQueuesAreHintedAt() {
        assertThat(JsonPath.<List<String>>read(
                        metadata, "$.hints[?(@.name == 'threadlets.queues.keys')].values[*].value"))
                .containsExactly("global");
        assertThat(JsonPath.<List<String>>read(
                        metadata, "$.hints[?(@.name == 'threadlets.queues.keys')].providers[*].name"))
                .containsExactly("any");
        assertThat(JsonPath.<List<String>>read(
                        metadata, "$.hints[?(@.name == 'threadlets.methods.keys')].values[*].value"))
                .containsExactly("[MailService.send]");
    }

    private Object defaultOf(String key) {
        return JsonPath.<List<Object>>read(
                        metadata, "$.properties[?(@.name == 'threadlets.defaults." + key + "')].defaultValue")
                .get(0);
    }

    private List<Map<String, Object>> properties() {
        return JsonPath.read(metadata, "$.properties");
    }
}
