package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

import io.threadlets.spring.ThreadletTimeoutException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
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
    @WebMvcTest(properties = {"threadlets.queues.slow.max-threads=1", "threadlets.queues.full.max-threads=1"})
    @ContextConfiguration(classes = Application.class)
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
    @WebFluxTest(properties = {"threadlets.queues.slow.max-threads=1", "threadlets.queues.full.max-threads=1"})
    @ContextConfiguration(classes = Application.class)
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
