package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** The page behind Spring Security, with its protection from forged requests. */
@Tag("browser")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoints.web.exposure.include=threadlets",
            "management.endpoint.threadlets.access=unrestricted",
            "threadlets.queues.mail.max-threads=2",
            "threadlets.queues.disk.max-threads=2"
        })
class SecuredPageTests {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    private final ThreadletQueue mail;
    private final String url;

    @Autowired
    SecuredPageTests(ThreadletQueue mail, @LocalServerPort int port) {
        this.mail = mail;
        this.url = Browser.page(port);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSecurity
    static class Application {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(
                            requests -> requests.requestMatchers(HttpMethod.POST, "/actuator/threadlets/disk")
                                    .hasRole("ADMIN")
                                    .anyRequest()
                                    .permitAll())
                    .csrf(CsrfConfigurer::spa)
                    .build();
        }
    }

    @BeforeEach
    void open() {
        BROWSER.open(url);
        mail.resume();
    }

    @Test
    void tokenOfTheCookieIsSentWithAChange() {
        BROWSER.click("mail", "Pause");
        BROWSER.eventually(() -> assertThat(mail.snapshot().paused()).isTrue());
    }

    @Test
    void refusalForWantOfARoleIsExplainedWhereTheQueueIsClosedToo() {
        BROWSER.click("disk", "disk");
        assertThat(BROWSER.roles(BROWSER.region("disk"), "button", "Apply")).isEmpty();
        BROWSER.click("disk", "Pause");
        assertAlert("disk", "(403)", "your user may lack the role");
    }

    @Test
    void refusalForWantOfATokenIsExplained() {
        BROWSER.run("Object.defineProperty(document, 'cookie', { get: () => '' })");
        BROWSER.click("mail", "Pause");
        assertAlert("mail", "(403)", "No CSRF token was found", "csrf.spa()");
        assertThat(mail.snapshot().paused()).isFalse();
    }

    private static void assertAlert(String region, String... parts) {
        BROWSER.eventually(() -> assertThat(BROWSER.region(region)
                        .findElement(By.cssSelector("[role=alert]"))
                        .getText())
                .contains(parts));
    }
}
