package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletRejectedException.Reason;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletTimeoutException;
import io.threadlets.spring.actuate.QueueDescriptor;
import io.threadlets.spring.actuate.ThreadletsEndpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.test.autoconfigure.AutoConfigureMetrics;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Tests of an application that replace or spy the beans of queues. */
@SpringBootTest(
        classes = ReplacedQueueTests.Application.class,
        properties = {
            "threadlets.queues.disk.max-threads=2",
            "threadlets.queues.my-mail.max-threads=1",
            "management.endpoints.web.exposure.include=threadlets"
        })
@AutoConfigureMetrics
@DirtiesContext // so that it is closed, and that with what it has
class ReplacedQueueTests {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    static class Application {
        @Bean
        Service service() {
            return new Service();
        }

        @Bean
        ThreadletQueue own() {
            return ThreadletQueue.builder("own").build();
        }
    }

    static class Service {
        private final CountDownLatch ran = new CountDownLatch(1);

        CountDownLatch ran() {
            return ran;
        }

        @Threadlet("disk")
        public void run() {
            ran.countDown();
        }

        @Threadlet(queue = "disk", fallback = "instead")
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the fallback
        private CompletableFuture<String> instead(ThreadletRejectedException full) {
            return CompletableFuture.completedFuture("instead");
        }

        @Threadlet(queue = "disk", timeout = "50ms", fallback = "late")
        public CompletableFuture<String> tooLong() {
            return new CompletableFuture<>();
        }

        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // the fallback
        private CompletableFuture<String> late(ThreadletTimeoutException timeout) {
            return CompletableFuture.completedFuture("late");
        }

        @Threadlet("disk")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("future");
        }

        @Threadlet("disk")
        public String plain() {
            return Thread.currentThread().getName();
        }

        @Threadlet("own")
        public String ownThread() {
            return Thread.currentThread().getName();
        }

        @Async("disk")
        public CompletableFuture<String> async() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }
    }

    @Autowired
    Service service;

    @Autowired
    ThreadletsEndpoint endpoint;

    @Autowired
    MeterRegistry meters;

    private double max(String queue) {
        return meters.get("threadlets.max").tag("queue", queue).gauge().value();
    }

    @Nested
    class Spied {
        @MockitoSpyBean
        ThreadletQueue disk;

        @MockitoSpyBean
        ThreadletQueue own;

        @Test
        void callsGoThroughTheSpyAndNothingElseDoes() throws Exception {
            assertThat(service.plain()).startsWith("disk-");
            assertThat(service.thread().get(20, TimeUnit.SECONDS)).startsWith("disk-");
            service.run();
            assertThat(service.ran().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(service.async().get(20, TimeUnit.SECONDS)).startsWith("disk-");
            assertThat(service.ownThread()).startsWith("own-");
            verify(disk, times(4)).submit(any(ThreadletWork.class));
            verify(own).submit(any(ThreadletWork.class));
        }

        @Test
        void metersAndEndpointDoNotCountAsCalls() {
            assertThat(max("disk")).isEqualTo(2);
            assertThat(endpoint.queue("own").max()).isEqualTo(64);
            assertThat(endpoint.queue("disk").max()).isEqualTo(2);
            verifyNoInteractions(disk, own);
        }

        @Test
        void rejectionsCanBeStubbed() throws Exception {
            doThrow(rejection()).when(disk).submit(any(ThreadletWork.class));
            assertThat(service.thread().get(20, TimeUnit.SECONDS)).isEqualTo("instead");
        }
    }

    private static ThreadletRejectedException rejection() {
        return new ThreadletRejectedException(
                "full", Reason.FULL, ThreadletQueue.builder("disk").build().snapshot(), null);
    }

    @Nested
    class Mocked {
        @MockitoBean
        ThreadletQueue disk;

        @MockitoBean
        @Qualifier("my-mail")
        ThreadletQueue mail;

        @MockitoBean
        ThreadletQueue own;

        @Test
        void voidCallIsHandedToTheMockAndNotRun() {
            service.run();
            verify(disk).submit(any(ThreadletWork.class));
            assertThat(service.ran().getCount()).isEqualTo(1);
        }

        @Test
        void callThatSomebodyWaitsForFailsWithAdvice() {
            assertThatIllegalStateException()
                    .isThrownBy(service::plain)
                    .withMessageContaining("Queue 'disk' is a mock, which does not run Service.plain")
                    .withMessageContaining("@MockitoSpyBean");
            assertThat(service.future())
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("Queue 'disk' is a mock, which does not run Service.future");
        }

        @Test
        void rejectionsCanBeStubbed() throws Exception {
            doThrow(rejection()).when(disk).submit(any(ThreadletWork.class));
            assertThat(service.thread().get(20, TimeUnit.SECONDS)).isEqualTo("instead");
            assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(service::plain);
            assertThatExceptionOfType(ThreadletRejectedException.class).isThrownBy(service::run);
            assertThat(service.future())
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(ThreadletRejectedException.class);
        }

        @Test
        void commandOfTheExecutorIsHandedToTheMock(@Autowired @Qualifier("my-mail") Executor executor) {
            executor.execute(() -> {});
            verify(mail).submit(any(ThreadletWork.class));
        }

        @Test
        void metersAndEndpointShowZerosUnlessTheMockIsTold() {
            assertThat(max("disk")).isZero();
            assertThat(endpoint.queues().queues()).containsOnlyKeys("disk", "my-mail", "global", "own");
            assertThat(endpoint.queue("own")).extracting(QueueDescriptor::max).isEqualTo(0);
            when(disk.snapshot()).thenReturn(new QueueSnapshot("x", 1, 9, 0, 0, 0, 0, false, 0, 0, 0, 0, 0, 0));
            assertThat(max("disk")).isEqualTo(9);
        }
    }

    @Nested
    @TestPropertySource(properties = "threadlets.mode=inline")
    class MockedInline {
        @MockitoBean
        ThreadletQueue disk;

        @MockitoBean
        ThreadletQueues queues;

        @Test
        void callsRunInTheirCallers() throws Exception {
            assertThat(service.plain()).isEqualTo(Thread.currentThread().getName());
            assertThat(service.thread().get(20, TimeUnit.SECONDS))
                    .isEqualTo(Thread.currentThread().getName());
        }
    }

    @Nested
    class MockedWithDeepStubs {
        @MockitoBean(answers = Answers.RETURNS_DEEP_STUBS)
        ThreadletQueue disk;

        @Test
        void callThatSomebodyWaitsForFailsToo() {
            assertThatIllegalStateException()
                    .isThrownBy(service::plain)
                    .withMessageContaining("Queue 'disk' is a mock");
        }
    }

    @Nested
    class GlobalMocked {
        @MockitoBean
        @Qualifier("global")
        ThreadletQueue global;

        @Test
        void fallbackOfACallThatTimedOutIsCalledAllTheSame() {
            assertThat(service.tooLong()).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo("late");
        }
    }

    @Nested
    class RegistryMocked {
        @MockitoBean
        ThreadletQueues queues;

        @Test
        void callsMetersAndEndpointGoOn() {
            assertThat(service.plain()).startsWith("disk-");
            assertThat(max("disk")).isEqualTo(2);
            assertThat(endpoint.queues().queues()).containsKeys("disk", "own");
            verifyNoInteractions(queues);
        }
    }

    @Nested
    class RegistrySpied {
        @MockitoSpyBean
        ThreadletQueues queues;

        @MockitoSpyBean
        ThreadletQueue disk;

        @Test
        void spyAnswersWithTheBeans() {
            assertThat(queues.get("disk")).isSameAs(disk);
            assertThat(service.plain()).startsWith("disk-");
            verify(queues).get("disk");
            verifyNoMoreInteractions(queues);
        }
    }

    @Nested
    class ReplacedByAnotherQueue {
        @TestBean
        @SuppressWarnings("NullAway.Init")
        ThreadletQueue disk;

        @TestBean
        @SuppressWarnings("NullAway.Init")
        ThreadletQueue own;

        static ThreadletQueue disk() {
            return ThreadletQueue.builder("test").maxThreads(5).build();
        }

        static ThreadletQueue own() {
            return ThreadletQueue.builder("test-own").build();
        }

        @Test
        void callsMetersAndEndpointAreItsUnderTheOldName(@Autowired ThreadletQueues queues) {
            assertThat(service.plain()).startsWith("test-");
            assertThat(service.ownThread()).startsWith("test-own-");
            assertThat(queues.get("disk")).isSameAs(disk);
            assertThat(queues.names()).containsExactly("disk", "my-mail", "global", "own");
            assertThat(max("disk")).isEqualTo(5);
            assertThat(endpoint.queue("disk").max()).isEqualTo(5);
        }
    }

    @Nested
    class ExecutorMocked {
        @MockitoBean("diskThreadletExecutor")
        Executor disk;

        @Test
        void asyncCallsGoToTheMockAndOthersToTheQueue() {
            assertThat(service.async()).isNotDone();
            verify(disk).execute(any(Runnable.class));
            assertThat(service.plain()).startsWith("disk-");
        }
    }

    @Nested
    class ExecutorSpied {
        @MockitoSpyBean
        @Qualifier("disk")
        Executor executor;

        @Test
        void asyncCallsGoThroughTheSpy() throws Exception {
            assertThat(service.async().get(20, TimeUnit.SECONDS)).startsWith("disk-");
            verify(executor).execute(any(Runnable.class));
        }
    }
}
