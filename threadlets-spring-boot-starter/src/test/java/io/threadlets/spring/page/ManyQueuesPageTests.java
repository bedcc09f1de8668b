package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** 200 queues: found by their names, and asked about only where they are opened. */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoints.web.exposure.include=threadlets")
class ManyQueuesPageTests {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final String url;

    @Autowired
    ManyQueuesPageTests(@LocalServerPort int port) {
        this.url = Browser.page(port);
    }

    @DynamicPropertySource
    static void queues(DynamicPropertyRegistry registry) {
        for (int i = 1; i < 200; i++) {
            registry.add("threadlets.queues.tenant-" + i + ".max-threads", () -> 8);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(StrictPolicy.class)
    static class Application {}

    @BeforeEach
    void open() {
        BROWSER.open(url);
        BROWSER.eventually(() -> assertThat(BROWSER.find("#shown").getText()).isEqualTo("200 queues"));
    }

    @Test
    void queueIsFoundByAPartOfItsName() throws Exception {
        BROWSER.role(BROWSER.find("main"), "searchbox", "Find a queue").sendKeys("tenant-17");
        BROWSER.eventually(() -> assertThat(BROWSER.find("#shown").getText()).isEqualTo("11 of 200 queues"));
        assertThat(BROWSER.run(
                        "return [...document.querySelectorAll('section')].filter(section => !section.hidden).length"))
                .isEqualTo(11L);
        BROWSER.screenshot("many-queues");
        assertThat(BROWSER.console()).isEmpty();
    }

    @Test
    void onlyOpenQueuesAreAskedAbout() {
        BROWSER.eventually(() -> assertThat(asked()).isNotEmpty().allMatch(address -> address.equals(url)));
        BROWSER.click("tenant-7", "tenant-7");
        BROWSER.eventually(() -> assertThat(asked()).contains(url + "?open=tenant-7"));
        assertThat(asked()).allMatch(address -> address.equals(url) || address.equals(url + "?open=tenant-7"));
        BROWSER.eventually(
                () -> assertThat(BROWSER.region("tenant-7").getText()).contains("Nothing runs. Nothing waits."));
    }

    @SuppressWarnings("unchecked")
    private static List<String> asked() {
        return (List<String>) BROWSER.run("return performance.getEntriesByType('resource')"
                + ".filter(entry => entry.initiatorType === 'fetch').map(entry => entry.name)");
    }
}
