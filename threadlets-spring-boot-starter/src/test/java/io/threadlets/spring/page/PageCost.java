package io.threadlets.spring.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.threadlets.ThreadletQueue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What 20 pages on 200 queues cost the application: processor time and memory of the threads that answer them, while
 * each page asks once a second. Prints, and is no part of the build: {@code mvn test -pl threadlets-spring-boot-starter
 * -am -Dtest=PageCost -Dsurefire.failIfNoSpecifiedTests=false}, then see {@code target/surefire-reports}.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "management.endpoints.web.exposure.include=threadlets")
class PageCost {
    private static final int PAGES = 20;
    private static final int SECONDS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ThreadletQueue busy;
    private final String url;

    @Autowired
    PageCost(@Qualifier("tenant-7") ThreadletQueue busy, @LocalServerPort int port) {
        this.busy = busy;
        this.url = Browser.page(port);
    }

    @DynamicPropertySource
    static void queues(DynamicPropertyRegistry registry) {
        ManyQueuesPageTests.queues(registry);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void printCost() throws Exception {
        final CountDownLatch held = new CountDownLatch(1); // for longer than a Gate holds
        for (int i = 0; i < 108; i++) {
            busy.executor().execute(() -> await(held));
        }
        System.out.println("20 pages on 200 queues, each asking once a second, over 20 s:");
        print("all queues closed", url);
        print("one queue open, with 8 works that run and 100 that wait", url + "?open=tenant-7");
        held.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(String what, String address) throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/json")
                .build();
        final LongAdder bytes = new LongAdder();
        for (int i = 0; i < 500; i++) {
            get(request, bytes); // what a compiler does once is no cost of pages
        }
        bytes.reset();
        final long cpu = sum(threads::getThreadCpuTime);
        final long allocated = sum(threads::getThreadAllocatedBytes);
        final ScheduledExecutorService pages = Executors.newScheduledThreadPool(4);
        final List<ScheduledFuture<?>> asking = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            asking.add(pages.scheduleAtFixedRate(
                    () -> get(request, bytes), i * 1_000L / PAGES, 1_000, TimeUnit.MILLISECONDS));
        }
        pages.schedule(() -> asking.forEach(page -> page.cancel(false)), SECONDS * 1_000L - 1, TimeUnit.MILLISECONDS)
                .get();
        pages.shutdown();
        assertThat(pages.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        final double spent = (sum(threads::getThreadCpuTime) - cpu) / 1e9;
        final double memory = (sum(threads::getThreadAllocatedBytes) - allocated) / 1e6;
        System.out.printf(
                "%s: %.1f %% of a processor, %.2f ms and %.0f KB of memory an answer, %.0f KB sent%n",
                what,
                100 * spent / SECONDS,
                1_000 * spent / (PAGES * SECONDS),
                1_000 * memory / (PAGES * SECONDS),
                bytes.sum() / 1e3 / (PAGES * SECONDS));
    }

    private void get(HttpRequest request, LongAdder bytes) {
        try {
            final HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            bytes.add(answer.body().length);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Over the server's threads. */
    private long sum(LongUnaryOperator of) {
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("http-nio-")) {
                sum += Math.max(0, of.applyAsLong(thread.getThreadId()));
            }
        }
        return sum;
    }
}
