package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsContextAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsWebFluxAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsWebMvcAutoConfiguration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import reactor.core.publisher.Mono;

/** A test of a controller alone sees the answers to failures that its mocks have. */
class FailureSliceTests {
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(FailingHandlers.class)
    static class Application {}

    private static ThreadletTimeoutException timeout() {
        return new ThreadletTimeoutException("slow", "late", new TimeoutException());
    }

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = Application.class)
    @ImportAutoConfiguration({
        ThreadletsAutoConfiguration.class,
        ThreadletsContextAutoConfiguration.class,
        ThreadletsWebMvcAutoConfiguration.class
    })
    class OfMvc {
        @MockitoBean
        private FailingDisk disk;

        @Test
        void timeoutIsAnswered504(@Autowired MockMvcTester mvc) throws InterruptedException {
            given(disk.timedOut()).willThrow(timeout());

            assertThat(mvc.get().uri("/plain/slow")).hasStatus(504).hasContentType("application/problem+json");
        }
    }

    @Nested
    @WebFluxTest
    @ContextConfiguration(classes = Application.class)
    @ImportAutoConfiguration({
        ThreadletsAutoConfiguration.class,
        ThreadletsContextAutoConfiguration.class,
        ThreadletsWebFluxAutoConfiguration.class
    })
    class OfWebFlux {
        @MockitoBean
        private FailingDisk disk;

        @Test
        void timeoutIsAnswered504(@Autowired WebTestClient client) throws InterruptedException {
            given(disk.timedOutMono()).willReturn(Mono.error(timeout()));

            client.get().uri("/mono/slow").exchange().expectStatus().isEqualTo(504);
        }
    }
}
