package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import io.threadlets.spring.actuate.ThreadletsHealth;
import io.threadlets.spring.aop.ThreadletPostProcessor;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.metrics.ThreadletsMetrics;
import io.threadlets.spring.web.FutureReturnValuePostProcessor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class AutoConfigurationTests {
    private static final Class<?>[] ALL = {
        ThreadletsAutoConfiguration.class,
        ThreadletsContextAutoConfiguration.class,
        ThreadletsAnnotationAutoConfiguration.class,
        ThreadletsAnnouncementAutoConfiguration.class,
        ThreadletsEndpointAutoConfiguration.class,
        ThreadletsHealthAutoConfiguration.class,
        ThreadletsHistoryAutoConfiguration.class,
        ThreadletsMetricsAutoConfiguration.class,
        ThreadletsObservationAutoConfiguration.class,
        ThreadletsStoredAutoConfiguration.class,
        ThreadletsWebFluxAutoConfiguration.class,
        ThreadletsWebMvcAutoConfiguration.class
    };

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class))
            .withConfiguration(AutoConfigurations.of(ALL))
            .withPropertyValues("management.endpoints.web.exposure.include=threadlets");

    private final WebApplicationContextRunner webContexts =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(ALL));

    @Test
    void eachAutoConfigurationIsListed() {
        final List<String> written = new ClassFileImporter()
                .importPackages("io.threadlets.spring").stream()
                        .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                        .map(JavaClass::getName)
                        .toList();
        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ALL).map(Class::getName).toList());
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
                        .getCandidates())
                .filteredOn(name -> name.startsWith("io.threadlets"))
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void withEverythingOnTheClassPathEverythingIsThere() {
        contexts.run(context -> assertThat(context)
                .hasSingleBean(ThreadletQueues.class)
                .hasSingleBean(ThreadletPostProcessor.class)
                .hasSingleBean(ThreadletsEndpoint.class)
                .hasSingleBean(ThreadletsHealth.class)
                .hasSingleBean(ThreadletsMetrics.class));
    }

    @Test
    void inAServletApplicationHandlersCanReturnFutures() {
        webContexts.run(context -> assertThat(context).hasSingleBean(FutureReturnValuePostProcessor.class));
    }

    @Test
    void inAnotherApplicationThereAreNoHandlers() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(FutureReturnValuePostProcessor.class));
    }

    @Test
    void withoutSpringMvcThereAreNoHandlers() {
        webContexts
                .withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean("threadletFutureReturnValuePostProcessor"));
    }

    @Test
    void switchedOffHandlersAreSprings() {
        webContexts
                .withPropertyValues("threadlets.enabled=false")
                .run(context ->
                        assertThat(context).hasNotFailed().doesNotHaveBean(FutureReturnValuePostProcessor.class));
    }

    @Test
    void withoutTheCoreNothingIsThere() {
        contexts.withClassLoader(new FilteredClassLoader(ThreadletQueue.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("threadletQueues")
                        .doesNotHaveBean("threadletPostProcessor"));
    }

    @Test
    void switchedOffNothingIsThere() {
        contexts.withPropertyValues("threadlets.enabled=false", "threadlets.queues.disk.max-threads=2")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ThreadletQueues.class)
                        .doesNotHaveBean(ThreadletQueue.class)
                        .doesNotHaveBean(ThreadletPostProcessor.class)
                        .doesNotHaveBean(ThreadletsEndpoint.class)
                        .doesNotHaveBean(ThreadletsHealth.class)
                        .doesNotHaveBean(MeterBinder.class)
                        .doesNotHaveBean(ThreadletsProperties.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "on", "yes"})
    void switchIsOnInEverySpellingOfTrue(String on) {
        contexts.withPropertyValues("threadlets.enabled=" + on)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ThreadletQueues.class)
                        .hasSingleBean(ThreadletPostProcessor.class));
        webContexts
                .withPropertyValues("threadlets.web.error-responses=" + on)
                .run(context -> assertThat(context).hasNotFailed().hasBean("threadletFailureResolver"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "no", "FALSE"})
    void switchIsOffInEverySpellingOfFalse(String off) {
        contexts.withPropertyValues("threadlets.enabled=" + off)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ThreadletQueues.class));
        webContexts
                .withPropertyValues("threadlets.web.error-responses=" + off)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("threadletFailureResolver"));
    }
}
