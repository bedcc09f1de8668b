package io.threadlets.spring.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web application with Spring Security: who is logged in goes along with calls, and to nobody else. */
@SpringBootTest(
        classes = SecuredApplicationTests.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "threadlets.queues.q.max-threads=1")
class SecuredApplicationTests {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableWebSecurity
    static class Application {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(user("ada"), user("grace"));
        }

        private static UserDetails user(String name) {
            return User.withUsername(name)
                    .password("{noop}secret")
                    .roles("USER")
                    .build();
        }

        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        Controller controller(Service service) {
            return new Controller(service);
        }
    }

    static class Service {
        @Threadlet("q")
        public String plain() {
            return who();
        }

        @Threadlet("q")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture(who());
        }

        private static String who() {
            final var user = SecurityContextHolder.getContext().getAuthentication();
            return (user == null ? "nobody" : user.getName()) + " on "
                    + Thread.currentThread().getName();
        }
    }

    @RestController
    static class Controller {
        private final Service service;

        Controller(Service service) {
            this.service = service;
        }

        @GetMapping("/plain")
        String plain() {
            return service.plain();
        }

        @GetMapping("/future")
        CompletableFuture<String> future() {
            return service.future();
        }
    }

    @LocalServerPort
    int port;

    @Test
    void callsAreMadeByWhoIsLoggedIn() throws Exception {
        assertThat(get("/plain", "ada")).isEqualTo("ada on q-1");
        assertThat(get("/future", "grace")).isEqualTo("grace on q-1");
        assertThat(get("/plain", "grace")).isEqualTo("grace on q-1");
    }

    @Test
    void jarThatCarriesItComesWithTheStarter() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>context-propagation</artifactId>\\s*</dependency>");
    }

    private String get(String path, String user) throws Exception {
        final String credentials =
                Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .header("Authorization", "Basic " + credentials)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
