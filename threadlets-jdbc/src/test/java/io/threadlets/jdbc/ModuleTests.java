package io.threadlets.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the module is to others. */
class ModuleTests {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.threadlets.jdbc");

    @Test
    void itUsesOfTheStarterWhatStoresAreMadeOf() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.threadlets.spring.aop",
                        "io.threadlets.spring.call",
                        "io.threadlets.spring.config",
                        "io.threadlets.spring.context",
                        "io.threadlets.spring.method",
                        "io.threadlets.spring.queue",
                        "io.threadlets.spring.stored")
                .check(MODULE);
    }

    @Test
    void scriptsAreThereWhenItIsProcessedAheadOfTime() {
        final RuntimeHints hints = new RuntimeHints();
        new JdbcStoreHints().registerHints(hints, null);
        for (Platform platform : Platform.values()) {
            assertThat(RuntimeHintsPredicates.resource().forResource("io/threadlets/jdbc/" + platform.script()))
                    .accepts(hints);
            assertThat(Platform.class.getResource(platform.script())).isNotNull();
        }
    }

    @Test
    void withoutAQueueThatHasItThereIsNoBean() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JdbcStoreAutoConfiguration.class))
                .withPropertyValues("threadlets.queues.reports.store=other")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(JdbcCallStore.class)
                        .doesNotHaveBean(JdbcStoreProperties.class));
    }
}
