package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
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
    }

    static class Service implements Runnable {
        @Override
        @Threadlet(queue = "disk", fallback = "instead")
        public void run() {}

        @Threadlet("disk")
        public void overridden() {}

        void instead() {}

        void fromOutside() {}

        void other() {}
    }

    @Test
    void fallbacksBehindAProxyOfInterfacesAreKept() {
        final RuntimeHints hints = process(
                        "spring.aop.proxy-target-class=false",
                        "threadlets.methods[Service.overridden].fallback=fromOutside")
                .getRuntimeHints();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Service.class, "instead"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Service.class, "fromOutside"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Service.class, "other"))
                .rejects(hints);
    }

    private static DefaultGenerationContext process(String... properties) {
        return process(new InMemoryGeneratedFiles(), properties);
    }

    private static DefaultGenerationContext process(InMemoryGeneratedFiles files, String... properties) {
        final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of("threadlets.queues.disk.max-threads=2")
                .and(properties)
                .applyTo(context);
        context.register(
                Application.class, ThreadletsAutoConfiguration.class, ThreadletsAnnotationAutoConfiguration.class);
        final DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTests.class)), files);
        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();
        return generation;
    }

    @Test
    void queuesAndTheirExecutorsAreGeneratedAsBeansOfTheRegistry() throws IOException {
        final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        process(files);

        final StringBuilder sources = new StringBuilder();
        for (String path : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
            sources.append(files.getGeneratedFileContent(Kind.SOURCE, path));
        }
        assertThat(sources)
                .contains("getDiskBeanDefinition")
                .contains("getDiskThreadletExecutorBeanDefinition")
                .contains("getBean(\"threadletQueues\", QueueRegistry.class).queue(")
                .contains("getBean(\"threadletQueues\", QueueRegistry.class).executor(")
                .contains("setDefaultCandidate(false)")
                .contains(
                        "new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"disk\")");
    }
}
