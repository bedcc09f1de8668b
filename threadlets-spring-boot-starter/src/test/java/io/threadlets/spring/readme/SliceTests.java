package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.autoconfigure.ThreadletsAnnotationAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration;
import io.threadlets.spring.autoconfigure.ThreadletsContextAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.ContextConfiguration;

/** Test slices, as docs/migration.md describes them. */
class SliceTests {
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = Application.class)
    class Plain {
        @Test
        void hasNoQueues(@Autowired ObjectProvider<ThreadletQueues> queues) {
            assertThat(queues.getIfAvailable()).isNull();
        }
    }

    @Nested
    @WebMvcTest
    @ContextConfiguration(classes = Application.class)
    @ImportAutoConfiguration({
        ThreadletsAutoConfiguration.class,
        ThreadletsContextAutoConfiguration.class,
        ThreadletsAnnotationAutoConfiguration.class
    })
    class WithTheStarter {
        @Test
        void hasQueues(@Autowired ThreadletQueues queues) {
            assertThat(queues.names()).containsExactly("global");
        }
    }
}
