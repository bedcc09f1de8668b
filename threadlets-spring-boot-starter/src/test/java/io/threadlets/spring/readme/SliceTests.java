package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueues;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Test slices, as docs/migration.md describes them: annotated beans are on their queues. */
class SliceTests {
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    static class Service {
        @Threadlet
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    @RestController
    static class Controller {
        @GetMapping("/thread")
        @Threadlet
        public String thread() {
            return Thread.currentThread().getName();
        }
    }

    abstract static class OnItsQueue {
        @Autowired
        private Service service;

        @Autowired
        private ThreadletQueues queues;

        @Test
        void annotatedBeanIsOnItsQueue() {
            assertThat(queues.names()).containsExactly("global");
            assertThat(service.call()).startsWith("global-");
        }
    }

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = Application.class)
    @Import({Controller.class, Service.class})
    class WebMvc extends OnItsQueue {
        @Test
        void annotatedHandlerIsOnItsQueue(@Autowired MockMvcTester mvc) {
            assertThat(mvc.get().uri("/thread")).bodyText().startsWith("global-");
        }
    }

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = Application.class)
    @Import(Service.class)
    @TestPropertySource(properties = "threadlets.mode=inline")
    class Inline {
        @Test
        void annotatedBeanRunsInItsCallerWhereTheTestWantsIt(@Autowired Service service) {
            assertThat(service.call()).isEqualTo(Thread.currentThread().getName());
        }
    }

    @Nested
    @JdbcTest
    @ContextConfiguration(classes = Application.class)
    @Import(Service.class)
    class Jdbc extends OnItsQueue {}

    @Nested
    @RestClientTest
    @ContextConfiguration(classes = Application.class)
    @Import(Service.class)
    class RestClient extends OnItsQueue {}

    @Nested
    @JsonTest
    @ContextConfiguration(classes = Application.class)
    @Import(Service.class)
    class Json extends OnItsQueue {}
}
