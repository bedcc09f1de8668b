package io.threadlets.spring.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who is logged in, which Spring Security registers with Micrometer's context propagation. */
class SecurityContextTests {
    static class Service {
        @Threadlet("q")
        public String user() {
            return name();
        }
    }

    private static String name() {
        final Authentication user = SecurityContextHolder.getContext().getAuthentication();
        return user == null ? "nobody" : user.getName();
    }

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void callIsMadeByWhoIsLoggedInAndTheNextByNobody() {
        Contexts.withStarter()
                .withPropertyValues("threadlets.queues.q.max-threads=1")
                .withBean(Service.class)
                .run(context -> {
                    final Service service = context.getBean(Service.class);
                    SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ada", "…"));
                    assertThat(service.user()).isEqualTo("ada");
                    assertThat(context.getBean("q", ThreadletQueue.class)
                                    .submit(SecurityContextTests::name)
                                    .get(20, TimeUnit.SECONDS))
                            .as("a work of the core, on the same thread")
                            .isEqualTo("nobody");
                    SecurityContextHolder.clearContext();
                    assertThat(service.user()).isEqualTo("nobody");
                });
    }
}
