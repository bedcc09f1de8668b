package io.threadlets.spring.call;

import static io.threadlets.spring.call.ThreeQueues.outside;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Plain calls among queues of which a test has replaced one by a queue that is named like another, and spies one. */
@SpringBootTest(
        classes = ReplacedQueueCallTests.Application.class,
        properties = {
            "threadlets.queues.a.max-threads=1",
            "threadlets.queues.b.max-threads=1",
            "threadlets.queues.c.max-threads=1"
        })
class ReplacedQueueCallTests {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ThreeQueues.class)
    static class Application {}

    @TestBean
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by the test framework
    private ThreadletQueue a;

    @MockitoSpyBean(name = "c")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"})
    private ThreadletQueue c;

    static ThreadletQueue a() {
        return ThreadletQueue.builder("b").maxThreads(1).build();
    }

    @Test
    void callOfTheQueueThatHasTheNameRunsThere(@Autowired ThreeQueues on, @Autowired @Qualifier("b") ThreadletQueue b) {
        assertThat(outside(() -> on.a(() -> on.b(Thread::currentThread))))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .satisfies(thread -> assertThat(b.owns(thread)).isTrue());
    }

    @Test
    void callThatComesBackToTheReplacedQueueRunsInPlace(
            @Autowired ThreeQueues on, @Autowired @Qualifier("b") ThreadletQueue b) {
        assertThat(outside(() -> on.a(() -> on.b(() -> on.a(Thread::currentThread)))))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .satisfies(thread -> assertThat(b.owns(thread)).isTrue());
    }

    @Test
    void callThatComesBackToASpiedQueueRunsInPlace(
            @Autowired ThreeQueues on, @Autowired @Qualifier("b") ThreadletQueue b) {
        assertThat(outside(() -> on.c(() -> on.b(() -> on.c(Thread::currentThread)))))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .satisfies(thread -> assertThat(b.owns(thread)).isTrue());
    }
}
