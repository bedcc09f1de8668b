package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.PropertySource;

/** What docs/recipes.md shows is what is tried. */
class RecipePageTests {
    private static final Document PAGE = Document.of("docs/recipes.md");

    @Test
    void samplesStandInSourcesThatAreCompiled() {
        final String compiled = Document.compiled();
        assertThat(PAGE.blocks("java"))
                .hasSize(4)
                .allSatisfy(sample -> assertThat(compiled).contains(Document.folded(sample)));
    }

    @Test
    void applicationStartsWithThePropertiesShown() {
        assertThat(PAGE.blocks("yaml"))
                .hasSize(2)
                .allSatisfy(block -> Contexts.withStarter()
                        .withInitializer(context -> {
                            for (PropertySource<?> source : Document.yaml(block)) {
                                context.getEnvironment().getPropertySources().addFirst(source);
                            }
                        })
                        .run(context -> assertThat(context).hasNotFailed()));
    }
}
