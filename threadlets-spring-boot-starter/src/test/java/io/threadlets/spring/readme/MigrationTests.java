package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.task.TaskExecutionProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;

/** What docs/migration.md and docs/spring.md show is what there is; the old sides too, where their jars are here. */
class MigrationTests {
    private static final Document MIGRATION = Document.of("docs/migration.md");
    private static final Pattern PEERS_ELSEWHERE = Pattern.compile("@HystrixCommand|@Bulkhead|DtpRegistry");
    private static final Pattern FIRST_KEY = Pattern.compile("[\\w-]+");

    @Test
    void javaSamplesStandInSourcesThatAreCompiled() {
        final String compiled = Document.compiled();
        final List<String> samples = Stream.of(MIGRATION, Document.of("docs/spring.md"))
                .flatMap(document -> document.blocks("java").stream())
                .filter(sample -> !PEERS_ELSEWHERE.matcher(sample).find())
                .toList();
        assertThat(samples)
                .hasSizeGreaterThan(8)
                .allSatisfy(sample -> assertThat(compiled.contains(Document.folded(sample)))
                        .as("compiled as it stands: %s", sample)
                        .isTrue());
    }

    @Test
    void yamlSamplesAreOfThisLibraryOrOfThePeersThatThePageNames() {
        final List<String> firstKeys = MIGRATION.blocks("yaml").stream()
                .map(block -> FIRST_KEY
                        .matcher(block)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group())
                .toList();
        assertThat(Set.copyOf(firstKeys))
                .containsExactlyInAnyOrder("threadlets", "spring", "resilience4j", "hystrix", "dynamictp");
    }

    @Test
    void yamlOfBootsExecutorIsAccepted() {
        final List<String> samples = MIGRATION.blocks("yaml").stream()
                .filter(block -> block.startsWith("spring"))
                .toList();
        assertThat(samples).isNotEmpty().allSatisfy(sample -> {
            final Binder binder = new Binder(ConfigurationPropertySources.from(Document.yaml(sample)));
            final TaskExecutionProperties bound = binder.bind(
                            "spring.task.execution",
                            Bindable.of(TaskExecutionProperties.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                    .get();
            assertThat(bound.getPool().getMaxSize()).isEqualTo(16);
        });
    }
}
