package io.threadlets.spring.readme.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The recipes do what the page says. */
class RecipesTests {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void callerGetsTheLastPriceWhileTheQueueIsFull() {
        final Gate gate = new Gate();
        contexts()
                .withBean(PriceServer.class, () -> product -> {
                    if (product.equals("slow")) {
                        gate.passDeaf();
                    }
                    return product + " costs 1";
                })
                .withBean(PriceService.class)
                .withPropertyValues(
                        "threadlets.queues.prices.max-threads=1",
                        "threadlets.queues.prices.capacity=0",
                        "threadlets.methods[PriceService.price].timeout=0")
                .run(context -> {
                    final PriceService prices = context.getBean(PriceService.class);
                    assertThat(prices.price("tea")).isEqualTo("tea costs 1");
                    // The caller has its price a little before the thread is idle, and nothing can wait here.
                    await().until(() -> context.getBean("prices", ThreadletQueue.class)
                                    .snapshot()
                                    .idle()
                            == 1);
                    final Thread slow = new Thread(() -> seen.add(prices.price("slow")));
                    slow.start();
                    gate.awaitReached();
                    assertThat(prices.price("tea")).isEqualTo("tea costs 1");
                    assertThat(prices.price("milk")).isEqualTo("unknown");
                    gate.open();
                    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("slow costs 1");
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {}

    @Test
    void scheduledMethodRunsOnTheQueueAgainAndAgain() {
        contexts()
                .withUserConfiguration(Scheduling.class)
                .withBean(
                        ReportWriter.class,
                        () -> () -> seen.add(Thread.currentThread().getName()))
                .withBean(NightlyReport.class)
                .withPropertyValues("report.rate=5ms", "threadlets.queues.reports.max-threads=1")
                .run(context -> {
                    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("reports-1");
                    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("reports-1");
                });
    }

    @Test
    void methodOfTheSameBeanRunsOnTheQueueItIsGivenTo() {
        contexts()
                .withBean(
                        MailServer.class,
                        () -> text ->
                                seen.add(text + " on " + Thread.currentThread().getName()))
                .withBean(OrderService.class)
                .withPropertyValues("threadlets.queues.mail.max-threads=1")
                .run(context -> {
                    context.getBean(OrderService.class).confirm(7);
                    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("receipt of order 7 on mail-1");
                });
    }

    private static ApplicationContextRunner contexts() {
        return Contexts.withStarter();
    }
}
