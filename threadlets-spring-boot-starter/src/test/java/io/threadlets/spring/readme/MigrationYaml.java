package io.threadlets.spring.readme;

import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;

/** Gives an application all properties that docs/migration.md shows for this library. */
public final class MigrationYaml implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static List<String> blocks() {
        return Document.of("docs/migration.md").blocks("yaml").stream()
                .filter(block -> block.startsWith("threadlets"))
                .toList();
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        final MutablePropertySources sources = context.getEnvironment().getPropertySources();
        blocks().forEach(block -> Document.yaml(block).forEach(sources::addLast));
    }
}
