package io.threadlets.spring.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Against a database: the transaction begins and ends on the queue's thread. */
class ThreadletTransactionTests {
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "threadlets.queues.db.max-threads=2")
            .withBean(Accounts.class);

    static class Accounts {
        private final JdbcTemplate jdbc;

        Accounts(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
            jdbc.execute("create table account (name varchar(20))");
        }

        @Threadlet("db")
        @Transactional
        public CompletableFuture<String> add(String name, boolean fails) {
            jdbc.update("insert into account values (?)", name);
            if (fails) {
                throw new IllegalStateException("roll back");
            }
            return CompletableFuture.completedFuture(state());
        }

        @Transactional
        @Threadlet("db")
        public String addAndWait(String name, boolean fails) {
            return add(name, fails).join();
        }

        int count() {
            final Integer count = jdbc.queryForObject("select count(*) from account", Integer.class);
            return count == null ? -1 : count;
        }

        static String state() {
            return Thread.currentThread().getName() + " "
                    + TransactionSynchronizationManager.isActualTransactionActive();
        }
    }

    @Test
    void transactionIsThatOfTheQueuesThread() {
        contexts.run(this::checkTransactions);
    }

    @Test
    void transactionIsThatOfTheQueuesThreadWithoutAutomaticProxies() {
        contexts.withPropertyValues("spring.aop.auto=false").run(this::checkTransactions);
    }

    private void checkTransactions(ApplicationContext context) {
        final Accounts accounts = context.getBean(Accounts.class);
        assertThat(accounts.add("a", false))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .asString()
                .matches("db-\\d true");
        assertThat(accounts.addAndWait("b", false)).matches("db-\\d true");
        assertThat(accounts.count()).isEqualTo(2);

        assertThat(accounts.add("c", true)).failsWithin(20, TimeUnit.SECONDS);
        assertThat(accounts.count()).as("rolled back").isEqualTo(2);
        assertThat(Accounts.state()).as("the caller's own thread").endsWith("false");
    }
}
