package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.Tracer;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.actuate.ChangedDescriptor;
import io.threadlets.spring.actuate.ErrorDescriptor;
import io.threadlets.spring.actuate.OutcomeDescriptor;
import io.threadlets.spring.actuate.QueueDescriptor;
import io.threadlets.spring.actuate.QueuedDescriptor;
import io.threadlets.spring.actuate.QueuesDescriptor;
import io.threadlets.spring.actuate.RunningDescriptor;
import io.threadlets.spring.actuate.StoreDescriptor;
import io.threadlets.spring.actuate.StoredCallDescriptor;
import io.threadlets.spring.actuate.StoredCallsDescriptor;
import io.threadlets.spring.actuate.StoredOutcomeDescriptor;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import io.threadlets.spring.actuate.ThreadletsEndpointWebExtension;
import io.threadlets.spring.config.ThreadletsProperties;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

/** What is generated for the starter's beans when an application is processed ahead of time. */
class AheadOfTimeTests {

    @Configuration(proxyBeanMethods = false)
    static class Application {
        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        AnnotatedBehindAnInterface annotated() {
            return new AnnotatedBehindAnInterface();
        }

        @Bean
        BesideThem beside() {
            return new BesideThem();
        }
    }

    static class Service {
        @Threadlet("disk")
        public void run() {}
    }

    interface Api {
        @Threadlet(queue = "disk", fallback = "instead")
        void annotatedInTheInterface();

        void other();
    }

    @SuppressWarnings("UnusedMethod") // by its name
    static class WithFallback {
        private void instead() {}
    }

    static class AnnotatedBehindAnInterface extends WithFallback implements Api {
        @Override
        public void annotatedInTheInterface() {}

        @Override
        public void other() {}
    }

    static class BesideThem {
        public void run() {}
    }

    private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

    @Test
    void queuesAndTheirExecutorsAreGeneratedAsBeansOfTheRegistry() throws IOException {
        process(Application.class, ThreadletsAutoConfiguration.class, ThreadletsAnnotationAutoConfiguration.class);

        assertThat(sources())
                .contains("getDiskBeanDefinition")
                .contains("getDiskThreadletExecutorBeanDefinition")
                .contains("getBean(\"threadletQueueRegistry\", QueueRegistry.class).queue(")
                .contains("getBean(\"threadletQueueRegistry\", QueueRegistry.class).executor(")
                .contains("getThreadletQueueBeansBeanDefinition")
                .contains("\"disk\", \"disk\"")
                .contains("setDefaultCandidate(false)")
                .contains(
                        "new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"disk\")");
    }

    @Test
    void propertiesThatAreNotSetThenAreBoundWhenTheApplicationStarts() throws IOException {
        process(List.of(), ThreadletsAutoConfiguration.class);

        assertThat(sources()).contains("(ThreadletsProperties) ConstructorBound.from(");
    }

    private String sources() throws IOException {
        final StringBuilder sources = new StringBuilder();
        for (String path : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(Kind.SOURCE, path));
        }
        return sources.toString();
    }

    @Test
    void proxiesAreGenerated() {
        process(Application.class, ThreadletsAutoConfiguration.class, ThreadletsAnnotationAutoConfiguration.class);

        assertThat(files.getGeneratedFiles(Kind.CLASS).keySet())
                .anyMatch(path -> path.contains("AheadOfTimeTests$Service$$SpringCGLIB$$"));
    }

    @Test
    void proxiesCanCallTheirBeansAndFallbacks() throws ReflectiveOperationException {
        final RuntimeHints hints = process(
                Application.class, ThreadletsAutoConfiguration.class, ThreadletsAnnotationAutoConfiguration.class);

        for (Class<?> type : List.of(Service.class, Api.class, AnnotatedBehindAnInterface.class, WithFallback.class)) {
            for (Method method : type.getDeclaredMethods()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                        .as(method.toString())
                        .accepts(hints);
            }
        }
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(BesideThem.class.getMethod("run")))
                .rejects(hints);
    }

    @Test
    void propertiesCanBeBound() {
        final RuntimeHints hints = process(ThreadletsAutoConfiguration.class);

        for (Class<?> type :
                List.of(ThreadletsProperties.class, ThreadletsProperties.Queue.class, ThreadletsProperties.Web.class)) {
            assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
                    .as(type.getName())
                    .accepts(hints);
        }
    }

    @Test
    void tracerCanBeLookedFor() {
        assertThat(RuntimeHintsPredicates.reflection().onType(Tracer.class))
                .accepts(process(ThreadletsAutoConfiguration.class));
    }

    @Test
    void whatTheEndpointReturnsCanBeWritten() {
        final RuntimeHints hints = process(
                ThreadletsAutoConfiguration.class,
                ThreadletsHistoryAutoConfiguration.class,
                ThreadletsEndpointAutoConfiguration.class);

        for (Class<?> type : List.of(
                QueuesDescriptor.class,
                QueueDescriptor.class,
                RunningDescriptor.Work.class,
                QueuedDescriptor.Work.class,
                ChangedDescriptor.class,
                OutcomeDescriptor.class,
                StoreDescriptor.class,
                StoredCallsDescriptor.class,
                StoredCallDescriptor.class,
                StoredOutcomeDescriptor.class,
                ErrorDescriptor.class)) {
            for (RecordComponent component : type.getRecordComponents()) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
                        .as(component.toString())
                        .accepts(hints);
            }
        }
        for (Class<?> type : List.of(ThreadletsEndpoint.class, ThreadletsEndpointWebExtension.class)) {
            assertThat(type.getDeclaredMethods())
                    .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
                    .isNotEmpty()
                    .allSatisfy(operation -> assertThat(
                                    RuntimeHintsPredicates.reflection().onMethodInvocation(operation))
                            .accepts(hints));
        }
    }

    @Test
    void filesOfThePageCanBeRead() {
        assertThat(RuntimeHintsPredicates.resource().forResource("io/threadlets/spring/actuate/page/page.js"))
                .accepts(process(ThreadletsAutoConfiguration.class));
    }

    @Test
    void answersToFailuresCanBeWritten() throws ReflectiveOperationException {
        final RuntimeHints hints = new RuntimeHints();

        new ThreadletsWebHints().registerHints(hints, null);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation("io.threadlets.spring.web.FailureAnswer", "entity"))
                .accepts(hints);
    }

    @Test
    void virtualThreadsCanBeReachedWhereTheJvmHasThem() throws ReflectiveOperationException {
        final RuntimeHints hints = process(ThreadletsAutoConfiguration.class);

        if (Runtime.version().feature() < 21) {
            assertThat(RuntimeHintsPredicates.reflection().onType(Thread.class)).rejects(hints);
            return;
        }
        final Class<?> builder = Class.forName("java.lang.Thread$Builder");
        for (Method method : List.of(
                Thread.class.getMethod("ofVirtual"),
                builder.getMethod("name", String.class, long.class),
                builder.getMethod("inheritInheritableThreadLocals", boolean.class),
                builder.getMethod("factory"))) {
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                    .as(method.toString())
                    .accepts(hints);
        }
    }

    private RuntimeHints process(Class<?>... configurations) {
        return process(
                List.of(
                        "threadlets.queues.disk.max-threads=2",
                        // so that Spring itself does not know how beans are called
                        "spring.aop.proxy-target-class=false",
                        "management.endpoints.web.exposure.include=threadlets"),
                configurations);
    }

    private RuntimeHints process(List<String> properties, Class<?>... configurations) {
        final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(properties).applyTo(context);
        context.register(configurations);
        final DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTests.class)), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        return generation.getRuntimeHints();
    }
}
