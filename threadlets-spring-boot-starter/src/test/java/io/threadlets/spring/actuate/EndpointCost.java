package io.threadlets.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueues;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * How long the endpoint takes to look at 200 queues under full load, and at 200 threads with their stacks. Prints, and
 * is no part of the build: {@code mvn test -pl threadlets-spring-boot-starter -am -Dtest=EndpointCost
 * -Dsurefire.failIfNoSpecifiedTests=false}, then see {@code target/surefire-reports}.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {"management.endpoints.web.exposure.include=threadlets", "threadlets.queues.wide.max-threads=200"})
class EndpointCost {
    private static final int QUEUES = 200;
    private static final int THREADS = 200;
    private static final int WARM_UP = 2_000;
    private static final int LOOKS = 1_000;

    private final ThreadletsEndpoint endpoint;
    private final ThreadletQueues queues;

    @Autowired
    EndpointCost(ThreadletsEndpoint endpoint, ThreadletQueues queues) {
        this.endpoint = endpoint;
        this.queues = queues;
    }

    @DynamicPropertySource
    static void queues(DynamicPropertyRegistry registry) {
        for (int i = 0; i < QUEUES; i++) {
            registry.add("threadlets.queues.tenant-" + i + ".max-threads", () -> 1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void printCost() throws Exception {
        final CountDownLatch held = new CountDownLatch(1); // for longer than a Gate holds
        for (int i = 0; i < QUEUES; i++) {
            final ThreadletQueue tenant = queues.get("tenant-" + i);
            for (int work = 0; work < 10; work++) {
                tenant.executor().execute(() -> await(held));
            }
        }
        print("200 queues, a thread busy and 9 works waiting on each", () -> endpoint.queues());
        final AtomicBoolean isOver = new AtomicBoolean();
        final ThreadletQueue stream = queues.get("global");
        final CountDownLatch ended = new CountDownLatch(1);
        new Thread(() -> {
                    while (!isOver.get()) {
                        stream.executor().execute(() -> {});
                        while (stream.snapshot().queued() > 1_000) {
                            Thread.onSpinWait();
                        }
                    }
                    ended.countDown();
                })
                .start();
        print("the same while another queue runs works without a pause", () -> endpoint.queues());
        isOver.set(true);
        ended.await();
        final ThreadletQueue wide = queues.get("wide");
        for (int i = 0; i < THREADS; i++) {
            wide.executor().execute(() -> await(held));
        }
        while (wide.running().size() < THREADS) {
            Thread.onSpinWait();
        }
        print("200 threads with their stacks", () -> endpoint.works("wide", "running", "true", "30", "1000", null));
        held.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Look {
        Object at();
    }

    private static void print(String what, Look look) {
        for (int i = 0; i < WARM_UP; i++) {
            assertThat(look.at()).isNotNull();
        }
        final long[] nanos = new long[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            final long begin = System.nanoTime();
            final Object seen = look.at();
            nanos[i] = System.nanoTime() - begin;
            assertThat(seen).isNotNull();
        }
        Arrays.sort(nanos);
        System.out.printf(
                "%s: median %.2f ms, 99 of 100 in %.2f ms%n",
                what, nanos[LOOKS / 2] / 1e6, nanos[LOOKS * 99 / 100] / 1e6);
    }
}
