package io.threadlets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
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

    private static final List<Class<?>> LEAVES = List.of(
            ControlWord.class,
            Control.class,
            WorkWord.class,
            WorkFifo.class,
            WorkSegment.class,
            PaddedLong.class,
            IdleList.class,
            WakeUps.class,
            CapacityGate.class,
            ThreadStarts.class,
            StartBackoff.class,
            Deferrals.class,
            Counters.class,
            ThreadKey.class,
            Patience.class,
            Fields.class,
            OwnThreads.class,
            StackRoom.class,
            Arguments.class,
            Descriptions.class,
            VirtualThreads.class,
            Uncaught.class,
            Completion.class,
            Listeners.class,
            Rejections.class,
            Refusal.class);

    private static final List<Class<?>> PARTS = List.of(
            AtomicEngine.class,
            AtomicState.class,
            Submissions.class,
            WorkerThreads.class,
            Worker.class,
            Control.class,
            ControlWord.class,
            WorkFifo.class,
            WorkSegment.class,
            PaddedLong.class,
            IdleList.class,
            WakeUps.class,
            CapacityGate.class,
            ThreadStarts.class,
            StartBackoff.class,
            StartCare.class,
            CallerRuns.class,
            Deferrals.class,
            TakingBack.class,
            Unbegun.class,
            Pace.class,
            Runs.class,
            ThreadRuns.class,
            RunNesting.class,
            WorkRun.class,
            Counters.class);

    private static final List<Class<?>> PUBLIC_API =
            List.of(ThreadletQueue.class, ExecutorView.class, ThreadletFuture.class, FutureWork.class);

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
                .and(DescribedPredicate.not(
                        oneOf("the part that is the flight recorder's", List.of(WorkEvent.class, WorkRecord.class))))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.threadlets", "java..", "org.jspecify.annotations")
                .check(CORE);
    }

    @Test
    void fields_noneIsStaticAndMutable() {
        fields().that().areStatic().should().beFinal().check(CORE);
    }

    /** The class, and what is nested in it. */
    private static DescribedPredicate<JavaClass> oneOf(String description, Collection<Class<?>> types) {
        return DescribedPredicate.describe(
                description,
                found -> types.stream()
                        .map(Class::getName)
                        .anyMatch(name ->
                                found.getName().equals(name) || found.getName().startsWith(name + "$")));
    }

    @Test
    void words_dependOnNothingButTheStatesTheyStandFor() {
        final List<Class<?>> words = List.of(ControlWord.class, WorkWord.class);
        classes()
                .that(oneOf("the words", words))
                .should()
                .onlyDependOnClassesThat(
                        oneOf("words and states", List.of(ControlWord.class, WorkWord.class, ThreadletWork.State.class))
                                .or(JavaClass.Predicates.resideInAPackage("java..")))
                .check(CORE);
    }

    @Test
    void leaves_knowNothingOfQueuesAndEngines() {
        noClasses()
                .that(oneOf("leaves", LEAVES))
                .should()
                .dependOnClassesThat(oneOf(
                        "what uses leaves",
                        List.of(
                                AtomicEngine.class,
                                AtomicState.class,
                                Submissions.class,
                                WorkerThreads.class,
                                ThreadletQueue.class,
                                BuilderSettings.class,
                                QueueConfig.class,
                                ExecutorView.class)))
                .check(CORE);
    }

    @Test
    void engineParts_knowNothingOfThePublicApi() {
        noClasses()
                .that(oneOf("the engine's parts", PARTS))
                .and()
                .doNotImplement(Engine.class)
                .should()
                .dependOnClassesThat(oneOf("the public API", PUBLIC_API))
                .check(CORE);
    }

    /** It keeps the queue for futures, and never calls it. */
    @Test
    void engines_doNotUseThePublicApi() {
        noClasses()
                .that()
                .implement(Engine.class)
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(HasOwner.Predicates.With.owner(oneOf("the public API", PUBLIC_API))))
                .orShould()
                .dependOnClassesThat(
                        oneOf("the engine", List.of(ExecutorView.class, ThreadletFuture.class, FutureWork.class)))
                .check(CORE);
    }

    /** One place chooses the engine; everything else sees the seam. */
    @Test
    void atomicEngine_isKnownToItsPartsAndTheSettings() {
        noClasses()
                .that(DescribedPredicate.not(oneOf("the engine's parts", PARTS)))
                .and()
                .doNotBelongToAnyOf(BuilderSettings.class, Rehearsal.class)
                .should()
                .dependOnClassesThat(oneOf("the engine's parts", PARTS))
                .check(CORE);
        noClasses()
                .that()
                .belongToAnyOf(BuilderSettings.class)
                .should()
                .dependOnClassesThat(oneOf(
                        "the engine's parts but for itself",
                        PARTS.stream()
                                .filter(part -> part != AtomicEngine.class)
                                .toList()))
                .check(CORE);
    }

    /** The plain engine is for tests: nothing that is shipped can depend on it. */
    @Test
    void plainEngine_isNotShipped() {
        assertThat(CORE.stream().map(JavaClass::getSimpleName).filter(name -> name.startsWith("Plain")))
                .isEmpty();
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
