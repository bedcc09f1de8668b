package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * A whole application on a class path that lacks what the starter can use: it starts, offloads, and only what needs the
 * jar is missing. With the jars really gone, since a class loader that only hides them also hides what was loaded
 * already.
 */
class AbsentJarTests {
    private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer|prometheus).*";
    private static final String WEB =
            "(spring-web|spring-boot-(starter-)?(web|servlet|tomcat)|tomcat|jakarta.servlet).*";

    @Test
    void withEveryJarEverythingIsThere() throws Exception {
        assertThat(beansWithout("no-such-jar"))
                .contains(
                        "disk",
                        "threadletsEndpoint",
                        "threadletsEndpointWebExtension",
                        "threadletsMetrics",
                        "threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutTheActuatorThereIsNoEndpoint() throws Exception {
        assertThat(beansWithout(ACTUATOR))
                .contains("disk", "threadletsMetrics")
                .noneMatch(name -> name.startsWith("threadletsEndpoint"));
    }

    @Test
    void withoutTheActuatorsAutoConfigurationThereIsNoEndpoint() throws Exception {
        assertThat(beansWithout("spring-boot-(starter-)?(actuator-autoconfigure|health|micrometer).*"))
                .contains("disk")
                .noneMatch(name -> name.startsWith("threadletsEndpoint"));
    }

    @Test
    void withoutMicrometerThereAreNoMeters() throws Exception {
        assertThat(beansWithout("(micrometer-(core|jakarta9|registry)|spring-boot-micrometer).*"))
                .contains("disk", "threadletsEndpoint")
                .doesNotContain("threadletsMetrics");
    }

    @Test
    void withoutContextPropagationEverythingElseIsThere() throws Exception {
        assertThat(beansWithout("context-propagation.*"))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics", "threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutReactorEverythingElseIsThere() throws Exception {
        assertThat(beansWithout("reactor-.*"))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics", "threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutTheWebThereAreNoHandlersOfFutures() throws Exception {
        assertThat(beansWithout(WEB))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics")
                .doesNotContain("threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutSpringMvcThereAreNoHandlersOfFutures() throws Exception {
        assertThat(beansWithout("spring-webmvc.*", "spring-boot-(starter-)?webmvc.*"))
                .contains("disk", "threadletsMetrics")
                .doesNotContain("threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutAnythingOptionalQueuesAndCallsAreThere() throws Exception {
        assertThat(beansWithout(
                        ACTUATOR,
                        "micrometer-.*",
                        "context-propagation.*",
                        "reactor-.*",
                        WEB,
                        "spring-boot-(starter-)?jdbc.*",
                        "spring-(jdbc|tx).*"))
                .contains("disk", "threadletPostProcessor")
                .doesNotContain("threadletsEndpoint", "threadletsMetrics", "threadletFutureReturnValuePostProcessor");
    }

    private static List<String> beansWithout(String... jars) throws Exception {
        final Thread thread = Thread.currentThread();
        final ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader classes =
                new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(classes);
            final Callable<?> application = (Callable<?>) classes.loadClass(SmallApplication.class.getName())
                    .getConstructor()
                    .newInstance();
            final List<String> beans = new ArrayList<>();
            ((List<?>) application.call()).forEach(bean -> beans.add((String) bean));
            return beans;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPathWithout(String... jars) throws MalformedURLException {
        final List<URL> kept = new ArrayList<>();
        final String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        assertThat(entries).as("a class path that is written out").hasSizeGreaterThan(10);
        for (String entry : entries) {
            final Path path = Path.of(entry);
            final String name = String.valueOf(path.getFileName());
            if (List.of(jars).stream().noneMatch(name::matches)) {
                kept.add(path.toUri().toURL());
            }
        }
        return kept.toArray(URL[]::new);
    }
}
