package io.threadlets.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletReceipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that are sent inside a transaction of the store's database. */
class TransactionTests {
    @TempDir
    private Path folder;

    /** The databases. */
    enum Kind {
        H2,
        POSTGRESQL
    }

    private String url(Kind kind) {
        return kind == Kind.POSTGRESQL
                ? PostgreSql.newDatabase()
                : "jdbc:h2:file:" + folder.resolve("orders") + ";WRITE_DELAY=0";
    }

    /** An application whose calls wait. */
    private void with(Kind kind, Consumer<ConfigurableApplicationContext> test, String... properties) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Orders.Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "threadlets.queues.reports.store=jdbc",
                        "threadlets.jdbc.initialize-schema=always",
                        "spring.datasource.hikari.maximum-pool-size=12",
                        "spring.datasource.url=" + url(kind))
                .properties(properties)
                .run()) {
            context.getBean(ThreadletQueues.class).get("reports").pause();
            context.getBean(JdbcTemplate.class).execute("create table orders (id bigint primary key)");
            test.accept(context);
        }
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext context) {
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    private static StoredCalls calls(ConfigurableApplicationContext context) {
        return context.getBean(ThreadletQueues.class).stored("reports");
    }

    private static long waiting(ConfigurableApplicationContext context) {
        return calls(context).list(StoredCall.State.WAITING, 100).size();
    }

    @ParameterizedTest
    @EnumSource
    void callIsStoredWithTheCommitAndNeverIfTheTransactionIsRolledBack(Kind kind) {
        with(kind, context -> {
            final Orders orders = context.getBean(Orders.class);
            transaction(context).executeWithoutResult(status -> {
                orders.build(1);
                assertThat(waiting(context)).as("before the commit").isZero();
            });
            assertThat(waiting(context)).isOne();
            transaction(context).executeWithoutResult(status -> {
                orders.build(2);
                status.setRollbackOnly();
            });
            assertThat(waiting(context)).isOne();
            context.getBean(ThreadletQueues.class).get("reports").resume();
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(orders.built()).containsExactly(1L));
        });
    }

    /** When a call is sent by who waits for the end of a transaction. */
    private enum Moment {
        AFTER_COMMIT,
        AFTER_COMPLETION
    }

    private static TransactionSynchronization sendingAt(Moment moment, Runnable send) {
        return new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                if (moment == Moment.AFTER_COMMIT) {
                    send.run();
                }
            }

            @Override
            public void afterCompletion(int status) {
                if (moment == Moment.AFTER_COMPLETION) {
                    send.run();
                }
            }
        };
    }

    /** As a listener to events of transactions does. */
    @ParameterizedTest
    @CsvSource({"H2, true", "H2, false", "POSTGRESQL, true", "POSTGRESQL, false"})
    void callThatIsSentAfterTheEndOfATransactionIsStored(Kind kind, boolean isAutoCommit) {
        with(
                kind,
                context -> {
                    final Orders orders = context.getBean(Orders.class);
                    final List<ThreadletReceipt> receipts = new ArrayList<>();
                    for (Moment moment : Moment.values()) {
                        for (boolean isRolledBack : new boolean[] {false, true}) {
                            transaction(context).executeWithoutResult(status -> {
                                TransactionSynchronizationManager.registerSynchronization(sendingAt(
                                        moment, () -> receipts.add(requireNonNull(orders.build(receipts.size())))));
                                if (isRolledBack) {
                                    status.setRollbackOnly();
                                }
                            });
                        }
                    }
                    assertThat(receipts)
                            .as("none after the commit of what is rolled back")
                            .hasSize(3);
                    assertThat(calls(context).list(StoredCall.State.WAITING, 10))
                            .extracting(StoredCall::id)
                            .containsExactlyInAnyOrderElementsOf(
                                    receipts.stream().map(ThreadletReceipt::id).toList());
                    assertThat(sent(context)).isEqualTo(3);
                },
                "spring.datasource.hikari.auto-commit=" + isAutoCommit);
    }

    @ParameterizedTest
    @EnumSource
    void callIsCountedAlsoWhereSomebodyElseFailsAfterTheCommit(Kind kind) {
        with(kind, context -> {
            final Orders orders = context.getBean(Orders.class);
            final TransactionTemplate transaction = transaction(context);
            assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                        TransactionSynchronizationManager.registerSynchronization(sendingAt(Moment.AFTER_COMMIT, () -> {
                            throw new IllegalStateException("after the commit");
                        }));
                        orders.build(1);
                    }))
                    .hasMessage("after the commit");
            assertThat(waiting(context)).isOne();
            assertThat(sent(context)).isOne();
        });
    }

    private static double sent(ConfigurableApplicationContext context) {
        return context.getBean(MeterRegistry.class)
                .get("threadlets.stored.sent")
                .functionCounter()
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void callOfANestedTransactionThatIsRolledBackIsNeitherStoredNorCounted(Kind kind) {
        with(kind, context -> {
            final Orders orders = context.getBean(Orders.class);
            final TransactionTemplate nested = transaction(context);
            nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
            transaction(context).executeWithoutResult(outer -> {
                orders.build(1);
                nested.executeWithoutResult(status -> {
                    orders.build(2);
                    status.setRollbackOnly();
                });
                nested.executeWithoutResult(status -> orders.build(2));
            });
            assertThat(waiting(context)).isEqualTo(2);
            assertThat(sent(context)).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void poolWithoutAutoCommitIsCommittedTo(Kind kind) {
        with(
                kind,
                context -> {
                    final Orders orders = context.getBean(Orders.class);
                    orders.build(1);
                    assertThat(waiting(context)).isOne();
                    context.getBean(ThreadletQueues.class).get("reports").resume();
                    await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
                        assertThat(orders.built()).containsExactly(1L);
                        assertThat(calls(context).list(StoredCall.State.RUNNING, 1))
                                .isEmpty();
                    });
                },
                "spring.datasource.hikari.auto-commit=false");
    }

    @ParameterizedTest
    @EnumSource
    void secondCallOfAKeyInOneTransactionIsADuplicate(Kind kind) {
        with(kind, context -> {
            final Orders orders = context.getBean(Orders.class);
            transaction(context).executeWithoutResult(status -> {
                final ThreadletReceipt first = requireNonNull(orders.build(1));
                final ThreadletReceipt second = requireNonNull(orders.build(1));
                assertThat(second.duplicate()).isTrue();
                assertThat(second.id()).isEqualTo(first.id());
            });
            assertThat(waiting(context)).isOne();
        });
    }

    @ParameterizedTest
    @EnumSource
    void duplicateWaitsForTheOtherTransactionAndLeavesItsOwnUsable(Kind kind) {
        final ExecutorService threads = Executors.newCachedThreadPool();
        try {
            with(kind, context -> {
                sendTwiceAtOnce(context, threads, TransactionDefinition.ISOLATION_DEFAULT);
                sendTwiceAtOnce(context, threads, TransactionDefinition.ISOLATION_REPEATABLE_READ);
            });
        } finally {
            threads.shutdownNow();
        }
    }

    private static void sendTwiceAtOnce(
            ConfigurableApplicationContext context, ExecutorService threads, int isolation) {
        final Orders orders = context.getBean(Orders.class);
        final JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        final CountDownLatch hasSent = new CountDownLatch(1);
        final CountDownLatch mayCommit = new CountDownLatch(1);
        final CompletableFuture<ThreadletReceipt> first = CompletableFuture.supplyAsync(
                () -> requireNonNull(transaction(context).execute(status -> {
                    final ThreadletReceipt receipt = requireNonNull(orders.build(7));
                    hasSent.countDown();
                    awaitLatch(mayCommit);
                    return receipt;
                })),
                threads);
        awaitLatch(hasSent);
        final CountDownLatch isSending = new CountDownLatch(1);
        final CompletableFuture<ThreadletReceipt> second = CompletableFuture.supplyAsync(
                () -> {
                    final TransactionTemplate transaction = transaction(context);
                    transaction.setIsolationLevel(isolation);
                    return requireNonNull(transaction.execute(status -> {
                        jdbc.update("insert into orders (id) values (1)");
                        isSending.countDown();
                        final ThreadletReceipt receipt = requireNonNull(orders.build(7));
                        jdbc.update("insert into orders (id) values (2)");
                        return receipt;
                    }));
                },
                threads);
        awaitLatch(isSending);
        assertThatThrownBy(() -> second.get(300, TimeUnit.MILLISECONDS))
                .as("the other has not ended")
                .isInstanceOf(TimeoutException.class);
        mayCommit.countDown();
        assertThat(second.orTimeout(20, TimeUnit.SECONDS).join().duplicate()).isTrue();
        assertThat(second.join().id())
                .isEqualTo(first.orTimeout(20, TimeUnit.SECONDS).join().id());
        assertThat(jdbc.queryForObject("select count(*) from orders", Long.class))
                .isEqualTo(2);
        assertThat(waiting(context)).isOne();
        jdbc.update("delete from orders");
        calls(context).cancel(first.join().id());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
