package io.threadlets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is public, what depends on what, and how large a file may be. */
final class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static final Set<String> PUBLIC = Set.of(
            "ThreadletWork",
            "ThreadletWork$State",
            "ThreadletQueue",
            "ThreadletQueue$Builder",
            "OnFull",
            "DequeueResult",
            "ThreadletFuture",
            "ThreadletRejectedException",
            "ThreadletRejectedException$Reason",
            "QueueSnapshot",
            "RunningWork",
            "QueuedWork",
            "ThreadletListener");

    /** Those that users extend or implement; the rest is closed. */
    private static final Set<String> OPEN = Set.of("ThreadletWork", "ThreadletRejectedException", "ThreadletListener");

    /** Public, and not nested in something that is not. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isReachable).orElse(true);
    }

    private static String nameIn(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1);
    }

    @Test
    void publicTypes_areTheListedOnes() {
        assertThat(CORE.stream().filter(ArchitectureTest::isReachable).map(ArchitectureTest::nameIn))
                .containsExactlyInAnyOrderElementsOf(PUBLIC);
    }

    @Test
    void publicTypes_areClosedButForThoseThatUsersExtend() {
        assertThat(CORE.stream()
                        .filter(type -> PUBLIC.contains(nameIn(type)))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                        .map(ArchitectureTest::nameIn))
                .containsExactlyInAnyOrderElementsOf(OPEN);
        assertThat(CORE.get(ThreadletWork.class).getModifiers()).contains(JavaModifier.ABSTRACT);
        assertThat(CORE.get(ThreadletListener.class).isInterface()).isTrue();
        for (Class<?> type : List.of(QueueSnapshot.class, RunningWork.class, QueuedWork.class)) {
            assertThat(type.isRecord()).as("%s is a record", type).isTrue();
        }
        for (Class<?> type : List.of(
                OnFull.class,
                DequeueResult.class,
                ThreadletWork.State.class,
                ThreadletRejectedException.Reason.class)) {
            assertThat(type.isEnum()).as("%s is an enum", type).isTrue();
        }
    }

    @Test
    void packages_thereIsOne() {
        assertThat(CORE.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.isEmpty())
                        .distinct())
                .containsExactly("io.threadlets");
    }

    @Test
    void dependencies_areTheJdksBaseAndAnnotations() {
        classes()
                .that()
                .resideInAPackage("io.threadlets")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.threadlets", "java..", "org.jspecify.annotations")
                .check(CORE);
    }

    @Test
    void fields_noneIsStaticAndMutable() {
        fields().that().areStatic().should().beFinal().check(CORE);
    }

    @Test
    void leaves_knowNothingOfQueuesAndEngines() {
        for (Class<?> leaf : List.of(
                WorkWord.class,
                WorkList.class,
                Arguments.class,
                Descriptions.class,
                VirtualThreads.class,
                Uncaught.class,
                Completion.class,
                Listeners.class,
                Rejections.class)) {
            noClasses()
                    .that()
                    .haveFullyQualifiedName(leaf.getName())
                    .should()
                    .dependOnClassesThat()
                    .haveSimpleNameStartingWith("Plain")
                    .orShould()
                    .dependOnClassesThat()
                    .belongToAnyOf(ThreadletQueue.class, QueueSettings.class, QueueConfig.class, ExecutorView.class)
                    .check(CORE);
        }
    }

    @Test
    void engines_knowNothingOfTheDoor() {
        noClasses()
                .that()
                .implement(Engine.class)
                .or()
                .haveSimpleNameStartingWith("Plain")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadletQueue.class, ExecutorView.class, ThreadletFuture.class, FutureWork.class)
                .check(CORE);
    }

    /** One place chooses the engine; everything else sees the seam. */
    @Test
    void plainEngine_isKnownToItselfAndTheSettings() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Plain")
                .and()
                .doNotBelongToAnyOf(QueueSettings.class)
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("Plain")
                .check(CORE);
    }

    @Test
    void sourceFiles_areShort() throws IOException {
        for (String root : List.of("main", "test")) {
            try (Stream<Path> files = Files.walk(Path.of("src", root, "java"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".java")))
                        .isNotEmpty()
                        .allSatisfy(file ->
                                assertThat(lines(file)).as("lines of %s", file).isLessThanOrEqualTo(400));
            }
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
