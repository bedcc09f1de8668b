package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A whole application on a class path that lacks what the starter can use: it starts, offloads, and only what needs the
 * jar is missing. With the jars really gone, since a class loader that only hides them also hides what was loaded
 * already.
 */
class AbsentJarTests {
    private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer|prometheus).*";

    @Test
    void withEveryJarEverythingIsThere() throws Exception {
        assertThat(beansWithout("no-such-jar"))
                .contains("disk", "threadletsEndpoint", "threadletsEndpointWebExtension", "threadletsMetrics");
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
        assertThat(beansWithout("(micrometer-|spring-boot-micrometer|context-propagation).*"))
                .contains("disk", "threadletsEndpoint")
                .doesNotContain("threadletsMetrics");
    }

    @Test
    void withoutAnythingOptionalQueuesAndCallsAreThere() throws Exception {
        assertThat(beansWithout(
                        ACTUATOR,
                        "micrometer-.*",
                        "context-propagation.*",
                        "reactor-.*",
                        "spring-web.*",
                        "spring-boot-(starter-)?web.*",
                        "spring-boot-(starter-)?jdbc.*",
                        "spring-(jdbc|tx).*",
                        "tomcat.*"))
                .contains("disk", "threadletPostProcessor")
                .doesNotContain("threadletsEndpoint", "threadletsMetrics");
    }

    private static List<String> beansWithout(String... jars) throws Exception {
        try (OtherClassPath classes = OtherClassPath.without(jars)) {
            return classes.runSmallApplication();
        }
    }
}
