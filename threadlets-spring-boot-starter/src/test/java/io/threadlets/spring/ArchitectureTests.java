package io.threadlets.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final String ROOT = "io.threadlets.spring";

    private static final JavaClasses STARTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void importsFlowOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("autoconfigure")
                .definedBy(ROOT + ".autoconfigure")
                .layer("actuate")
                .definedBy(ROOT + ".actuate")
                .layer("inspect")
                .definedBy(ROOT + ".inspect")
                .layer("advice")
                .definedBy(ROOT + ".advice")
                .layer("history")
                .definedBy(ROOT + ".history")
                .layer("metrics")
                .definedBy(ROOT + ".metrics")
                .layer("observation")
                .definedBy(ROOT + ".observation")
                .layer("web")
                .definedBy(ROOT + ".web")
                .layer("aop")
                .definedBy(ROOT + ".aop")
                .layer("stored")
                .definedBy(ROOT + ".stored")
                .layer("store")
                .definedBy(ROOT + ".store")
                .layer("call")
                .definedBy(ROOT + ".call")
                .layer("method")
                .definedBy(ROOT + ".method")
                .layer("queue")
                .definedBy(ROOT + ".queue")
                .layer("config")
                .definedBy(ROOT + ".config")
                .layer("context")
                .definedBy(ROOT + ".context")
                .layer("annotation")
                .definedBy(ROOT)
                .whereLayer("autoconfigure")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("actuate")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("inspect")
                .mayOnlyBeAccessedByLayers("autoconfigure", "actuate", "advice", "metrics")
                .whereLayer("inspect")
                .mayOnlyAccessLayers("queue", "config", "annotation")
                .whereLayer("advice")
                .mayOnlyBeAccessedByLayers("autoconfigure", "actuate")
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers("autoconfigure", "actuate", "advice")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("observation")
                .mayOnlyBeAccessedByLayers("autoconfigure", "context")
                .whereLayer("observation")
                .mayNotAccessAnyLayer()
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("web")
                .mayOnlyAccessLayers("annotation")
                .whereLayer("aop")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("call")
                .mayOnlyBeAccessedByLayers("autoconfigure", "aop", "stored")
                .whereLayer("stored")
                .mayOnlyBeAccessedByLayers("autoconfigure")
                .whereLayer("method")
                .mayOnlyBeAccessedByLayers("autoconfigure", "aop", "call", "stored")
                .whereLayer("queue")
                .mayOnlyBeAccessedByLayers(
                        "autoconfigure",
                        "actuate",
                        "advice",
                        "history",
                        "inspect",
                        "metrics",
                        "aop",
                        "call",
                        "method",
                        "stored")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers(
                        "autoconfigure",
                        "actuate",
                        "advice",
                        "history",
                        "inspect",
                        "aop",
                        "call",
                        "method",
                        "queue",
                        "stored")
                .whereLayer("config")
                .mayOnlyAccessLayers("annotation", "store")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("autoconfigure", "config", "stored")
                .whereLayer("store")
                .mayOnlyAccessLayers("annotation")
                .whereLayer("context")
                .mayOnlyBeAccessedByLayers("autoconfigure", "aop", "call", "queue", "stored")
                .whereLayer("context")
                .mayOnlyAccessLayers("observation", "annotation")
                .whereLayer("annotation")
                .mayNotAccessAnyLayer()
                .check(STARTER);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(STARTER);
    }

    @Test
    void optionalLibrariesAreUsedOnlyWhereTheirAbsenceIsHandled() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".metrics", ROOT + ".observation", ROOT + ".context", ROOT + ".autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "org.slf4j..")
                .check(STARTER);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".stored", ROOT + ".autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..")
                .check(STARTER);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".actuate", ROOT + ".autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
                .check(STARTER);
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".web", ROOT + ".autoconfigure")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..")
                .check(STARTER);
    }

    @Test
    void nothingIsKeptInStatics() {
        classes()
                .should(new ArchCondition<>("have no static field but constants") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getFields().stream()
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(field -> !isConstant(field))
                                .forEach(field -> events.add(
                                        SimpleConditionEvent.violated(field, field.getFullName() + " may hold state")));
                    }
                })
                .check(STARTER);
    }

    /** By type: what cannot be changed, loggers, and what is of a thread for the time of a call. */
    private static boolean isConstant(JavaField field) {
        final Set<String> immutable = Set.of(
                "java.lang.String",
                "java.lang.invoke.VarHandle",
                "java.lang.ThreadLocal",
                "java.time.Duration",
                "org.springframework.util.unit.DataSize",
                "java.util.List",
                "java.util.Set",
                "java.util.regex.Pattern",
                "org.springframework.boot.context.properties.source.ConfigurationPropertyName",
                "io.threadlets.spring.context.CapturedContext",
                "io.threadlets.spring.context.ContextSource$Scope",
                "io.threadlets.spring.config.ThreadletsProperties$Queue",
                Log.class.getName());
        return (field.getModifiers().contains(JavaModifier.FINAL)
                        && (field.getRawType().isPrimitive()
                                || immutable.contains(field.getRawType().getName())))
                || field.getModifiers().contains(JavaModifier.SYNTHETIC)
                || field.getOwner().isEnum();
    }

    /** Code of applications compiles against these; what is added here stays. */
    @Test
    void usersHaveTheseTypesAndNoOthers() {
        assertThat(STARTER.stream()
                        .filter(type -> type.getPackageName().equals(ROOT))
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("package-info")))
                .containsExactlyInAnyOrder(
                        "StoredCall",
                        "State",
                        "StoredCalls",
                        "Snapshot",
                        "CancelResult",
                        "Outcome",
                        "Threadlet",
                        "ThreadletCall",
                        "ThreadletExceptionHandler",
                        "ThreadletQueueCustomizer",
                        "ThreadletQueues",
                        "ThreadletReceipt",
                        "ThreadletStoreException",
                        "ThreadletTimeoutException");
    }

    @Test
    void eachOtherPackageButThatOfObservationsSaysThatItIsInternal() throws IOException {
        final Path sources = Path.of("src/main/java", ROOT.split("\\."));
        try (Stream<Path> packages = Files.list(sources).filter(Files::isDirectory)) {
            assertThat(packages)
                    .isNotEmpty()
                    .filteredOn(found -> !found.endsWith("observation"))
                    .allSatisfy(found -> assertThat(found.resolve("package-info.java"))
                            .content()
                            .contains("Internal."));
        }
    }

    @Test
    void eachPackageIsNullMarked() {
        assertThat(STARTER.stream().map(type -> type.getPackage()).distinct())
                .allSatisfy(found -> assertThat(found.isAnnotatedWith(NullMarked.class))
                        .as(found.getName())
                        .isTrue());
    }
}
