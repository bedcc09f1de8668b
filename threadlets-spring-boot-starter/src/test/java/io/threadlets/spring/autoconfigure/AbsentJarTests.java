package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A whole application on a class path that lacks what the starter can use: it starts, offloads, and only what needs the
 * jar is missing. With the jars really gone, since a class loader that only hides them also hides what was loaded
 * already.
 */
class AbsentJarTests {
    private static final String ACTUATOR = "spring-boot-(starter-)?(actuator|health|micrometer|prometheus).*";
    private static final String WEB_MVC = "spring-(boot-(starter-)?)?webmvc.*";
    /** It needs the web, and brings parts of the context. */
    private static final String SECURITY = "spring-(boot-(starter-)?)?security.*";

    private static final String WEB_FLUX = "(spring-(boot-(starter-)?)?(webflux|reactor)|reactor-netty|netty).*";
    private static final String WEB =
            "(spring-web|spring-boot-(starter-)?(web|servlet|tomcat)|tomcat|jakarta.servlet).*";

    @Test
    void withEveryJarEverythingIsThere() throws Exception {
        assertThat(beansWithout("no-such-jar"))
                .contains(
                        "disk",
                        "threadletsEndpoint",
                        "threadletsEndpointWebExtension",
                        "threadletsHealthContributor",
                        "threadletsMetrics",
                        "threadletFutureReturnValuePostProcessor",
                        "threadletFailureResolver");
    }

    @Test
    void withoutTheActuatorThereIsNoEndpoint() throws Exception {
        assertThat(beansWithout(ACTUATOR))
                .contains("disk", "threadletsMetrics")
                .doesNotContain("threadletsHealthContributor", "threadletQueueHistories")
                .noneMatch(name -> name.startsWith("threadletsEndpoint"));
    }

    @Test
    void withoutHealthThereIsTheEndpoint() throws Exception {
        assertThat(beansWithout("spring-boot-health.*"))
                .contains("threadletsEndpoint", "threadletQueueHistories")
                .doesNotContain("threadletsHealthContributor");
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
    void withoutTracersCallsCanBeObservedAllTheSame() throws Exception {
        assertThat(beansWithout("micrometer-tracing.*")).contains("disk", "threadletCallObserver", "threadletsMetrics");
    }

    @Test
    void withoutReactorEverythingElseIsThere() throws Exception {
        assertThat(beansWithout("(reactor|reactive)-.*"))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics", "threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutTheWebThereAreNoHandlersOfFutures() throws Exception {
        assertThat(beansWithout(WEB, WEB_FLUX, SECURITY))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics")
                .doesNotContain(
                        "threadletFutureReturnValuePostProcessor",
                        "threadletFailureResolver",
                        "threadletFailureWebHandler");
    }

    @Test
    void withoutSpringMvcThereAreNoHandlersOfFutures() throws Exception {
        assertThat(beansWithout(WEB_MVC, WEB_FLUX))
                .contains("disk", "threadletsMetrics")
                .doesNotContain("threadletFutureReturnValuePostProcessor", "threadletFailureResolver");
    }

    @Test
    void withoutSpringMvcAWebFluxApplicationHasItsHandlerOfFailures() throws Exception {
        assertThat(beansWithout(WEB_MVC))
                .contains("disk", "threadletsEndpoint", "threadletsMetrics", "threadletFailureWebHandler")
                .doesNotContain("threadletFutureReturnValuePostProcessor", "threadletFailureResolver");
    }

    @Test
    void withoutWebFluxEverythingElseIsThere() throws Exception {
        assertThat(beansWithout(WEB_FLUX))
                .contains("disk", "threadletsEndpoint", "threadletFutureReturnValuePostProcessor")
                .contains("threadletFailureResolver");
    }

    @Test
    void withoutAnythingOptionalQueuesAndCallsAreThere() throws Exception {
        assertThat(beansWithout(
                        ACTUATOR,
                        "micrometer-.*",
                        "(reactor|reactive)-.*",
                        WEB,
                        WEB_FLUX,
                        SECURITY,
                        "spring-boot-(starter-)?jdbc.*",
                        "spring-(jdbc|tx).*"))
                .contains("disk", "threadletPostProcessor")
                .doesNotContain("threadletsEndpoint", "threadletsMetrics", "threadletFutureReturnValuePostProcessor");
    }

    @Test
    void withoutJacksonEverythingElseIsThere() throws Exception {
        assertThat(beansWithout("(spring-boot-(starter-)?)?jackson.*")).contains("disk", "threadletPostProcessor");
    }

    @Test
    void whereNoQueueHasAStoreNothingOfStoresIsLoaded() throws Exception {
        try (OtherClassPath classes = OtherClassPath.without("no-such-jar")) {
            assertThat(classes.runSmallApplication())
                    .noneMatch(bean -> bean.toLowerCase(Locale.ROOT).contains("stored"));
            assertThat(classes.loaded())
                    .contains("io.threadlets.spring.Threadlet")
                    .noneMatch(name -> name.startsWith("io.threadlets.spring.store"));
        }
    }

    private static List<String> beansWithout(String... jars) throws Exception {
        try (OtherClassPath classes = OtherClassPath.without(jars)) {
            return classes.runSmallApplication();
        }
    }
}
