package io.threadlets.spring.readme.after;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.Gate;
import io.threadlets.spring.readme.MigrationYaml;
import io.threadlets.spring.readme.parts.Alarm;
import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import io.threadlets.spring.readme.parts.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;

/** The new sides of docs/migration.md do what the page says, with its properties. */
class AfterTests {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private Renderer renderer = name -> new Report(name, Thread.currentThread().getName());
    private Server server = question -> "answer";
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withInitializer(new MigrationYaml())
            .withBean(Renderer.class, () -> name -> renderer.render(name))
            .withBean(Server.class, () -> question -> server.ask(question))
            .withBean(Alarm.class, () -> (what, why) -> seen.add(what + ": " + why.getMessage()))
            .withUserConfiguration(Samples.class);

    @Configuration(proxyBeanMethods = false)
    @EnableResilientMethods
    @Import({
        ThreadletConfig.class,
        ReportService.class,
        RateClient.class,
        UserClient.class,
        OrderExport.class,
        FolderIndex.class
    })
    static class Samples {}

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void methodsThatWereAsynchronousRunOnTheQueueAndTellOfFailures() {
        contexts.run(context -> {
            final ReportService reports = context.getBean(ReportService.class);
            assertThat(reports.render("sales").get(60, TimeUnit.SECONDS).thread())
                    .startsWith("report-");
            renderer = name -> {
                throw new IllegalStateException("no " + name);
            };
            reports.prefetch("sales");
            assertThat(next()).isEqualTo("prefetch: no sales");
        });
    }

    @Test
    void bulkheadsFallbackIsCalledAndRetriesAreMadeOnOneThread() {
        contexts.run(context -> {
            final RateClient rates = context.getBean(RateClient.class);
            server = question -> {
                seen.add(Thread.currentThread().getName());
                if (seen.size() < 3) {
                    throw new IOException("not yet");
                }
                return "1.5";
            };
            assertThat(rates.rateWithRetries("EUR")).isEqualTo("1.5");
            assertThat(seen).hasSize(3).allSatisfy(thread -> assertThat(thread).startsWith("rates-"));
            assertThat(seen.stream().distinct()).hasSize(1);

            server = question -> {
                throw new IOException("down");
            };
            assertThat(rates.rate("EUR").get(60, TimeUnit.SECONDS)).isEqualTo("last known of EUR");
        });
    }

    @Test
    void commandsTimeoutInterruptsAndItsFallbackTakesTheFailuresThatItIsFor() {
        contexts.run(context -> {
            final UserClient users = context.getBean(UserClient.class);
            final Gate gate = new Gate();
            server = question -> {
                gate.pass();
                return "late";
            };
            assertThat(users.find("7")).isEqualTo("unknown");
            gate.awaitInterrupted();

            server = question -> {
                throw new IOException("down");
            };
            assertThat(users.findLater("7").get(60, TimeUnit.SECONDS)).isEqualTo("unknown");
            server = question -> {
                throw new IllegalArgumentException("no such user");
            };
            assertThatThrownBy(() -> users.findLater("7").get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(context.getBean("users", ThreadletQueue.class).snapshot().capacity())
                    .isZero();
        });
    }

    @Test
    void poolOfARegistryIsAQueueWhoseExecutorTakesTheContextAlong() {
        contexts.run(context -> {
            final OrderExport export = context.getBean(OrderExport.class);
            assertThat(export.export("1").get(60, TimeUnit.SECONDS).thread()).startsWith("order-");

            renderer = name -> {
                seen.add(Objects.toString(MDC.get("order")));
                return new Report(name, "");
            };
            MDC.put("order", "2");
            export.exportLater("2");
            assertThat(next()).isEqualTo("2");
            export.export("2").get(60, TimeUnit.SECONDS);
            assertThat(next()).isEqualTo("null");

            export.widen("orders");
            assertThat(context.getBean("orders", ThreadletQueue.class)
                            .snapshot()
                            .maxThreads())
                    .isEqualTo(32);
        });
    }

    @Test
    void poolOfOnesOwnIsAQueueOfTheCore() throws Exception {
        try (Thumbnails thumbnails = new Thumbnails(renderer)) {
            assertThat(thumbnails.scale("cat").get(60, TimeUnit.SECONDS).thread())
                    .startsWith("thumbnails-");
        }
    }

    @Test
    void loopEndsWhenItsCallIsCancelled() {
        contexts.run(context -> {
            final Gate gate = new Gate();
            final CountDownLatch steps = new CountDownLatch(2);
            final CompletableFuture<Integer> index = context.getBean(FolderIndex.class)
                    .index(List.of(Path.of("a"), Path.of("b")), file -> {
                        steps.countDown();
                        gate.passDeaf();
                    });
            gate.awaitReached();
            index.cancel(false);
            gate.open();
            context.getBean("reports", ThreadletQueue.class).shutdown();
            assertThat(context.getBean("reports", ThreadletQueue.class)
                            .awaitTermination(java.time.Duration.ofSeconds(60)))
                    .isTrue();
            assertThat(steps.getCount()).isEqualTo(1);
        });
    }

    private String next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(60, TimeUnit.SECONDS), "nothing was seen");
    }
}
