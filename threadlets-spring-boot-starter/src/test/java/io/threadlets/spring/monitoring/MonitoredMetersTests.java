package io.threadlets.spring.monitoring;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.monitoring.Monitoring.Rule;
import io.threadlets.spring.store.FakeShelf;
import io.threadlets.spring.store.FakeStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What rules and dashboard ask for is what an application answers when it is scraped. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.disk.on-full=block",
            "threadlets.queues.reports.store=fake",
            "management.endpoints.web.exposure.include=prometheus",
            "management.metrics.distribution.percentiles-histogram.threadlets.wait=true"
        })
@AutoConfigureMetrics
class MonitoredMetersTests {
    private static final Pattern METER = Pattern.compile("(threadlets_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"$]*)\"");

    private final Mail mail;
    private final int port;

    @Autowired
    MonitoredMetersTests(Mail mail, @LocalServerPort int port) {
        this.mail = mail;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Mail.class)
    static class Application {
        @Bean
        FakeStore fakeStore() {
            return new FakeStore(new FakeShelf());
        }
    }

    static class Mail {
        @Threadlet("mail")
        public String send() {
            return "sent";
        }

        @Threadlet("disk")
        public String store() {
            return "stored";
        }
    }

    @Test
    void everyMeterAndLabelOfTheRulesExists() throws Exception {
        assertExist(Monitoring.rules().stream().map(Rule::expression));
    }

    @Test
    void everyMeterAndLabelOfTheDashboardExists() throws Exception {
        assertExist(Monitoring.dashboardQueries().stream());
    }

    private void assertExist(Stream<String> expressions) throws Exception {
        mail.send();
        mail.store();
        final Set<Series> scraped = scrape().lines()
                .flatMap(line -> METER.matcher(line).results())
                .flatMap(MonitoredMetersTests::series)
                .collect(toSet());
        assertThat(expressions.flatMap(MonitoredMetersTests::seriesOf))
                .isNotEmpty()
                .isSubsetOf(scraped);
    }

    private static Stream<Series> seriesOf(String expression) {
        return METER.matcher(expression).results().flatMap(MonitoredMetersTests::series);
    }

    /** A meter, and the meter with each of the labels that have a value. */
    private static Stream<Series> series(MatchResult meter) {
        final String labels = meter.group(2) == null ? "" : meter.group(2);
        return Stream.concat(
                Stream.of(new Series(meter.group(1), "")),
                LABEL.matcher(labels).results().map(label -> new Series(meter.group(1), label.group())));
    }

    private String scrape() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private record Series(String meter, String label) {}
}
