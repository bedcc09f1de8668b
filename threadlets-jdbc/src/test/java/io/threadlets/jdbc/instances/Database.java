package io.threadlets.jdbc.instances;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * What the instances of a test share, and what their calls have left in it.
 *
 * @param url where it is
 * @param user who may use it
 */
record Database(String url, String user) {
    /** One without the tables yet that the instances' calls write to. */
    Database withLedger() {
        Ledger.create(client());
        return this;
    }

    /** All runs of all calls, in the order in which they began. */
    List<Run> runs() {
        return client().sql("select work, instance, attempt, began, ended from run order by began, id")
                .query((row, number) -> new Run(
                        row.getLong("work"),
                        row.getString("instance"),
                        row.getInt("attempt"),
                        row.getObject("began", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    List<Run> runsOn(String instance) {
        return runs().stream().filter(run -> run.instance().equals(instance)).toList();
    }

    List<Run> runsOf(long work) {
        return runs().stream().filter(run -> run.work() == work).toList();
    }

    /** The works of which at least one run has come to its end. */
    Set<Long> ended() {
        return runs().stream()
                .filter(run -> run.ended().isPresent())
                .map(Run::work)
                .collect(Collectors.toSet());
    }

    /** What the exception handlers of all instances were told: a message each. */
    List<String> told() {
        return client().sql("select failure from told order by id")
                .query(String.class)
                .list();
    }

    /** How many calls the table of a queue has, whatever their state. */
    long rows(String queue) {
        return client().sql("select count(*) from threadlets_" + queue)
                .query(Long.class)
                .single();
    }

    JdbcClient client() {
        return JdbcClient.create(new DriverManagerDataSource(url, user, ""));
    }

    /** A pool of its own, to be closed by the caller. */
    HikariDataSource pool(int connections) {
        final HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setMaximumPoolSize(connections);
        return pool;
    }

    /**
     * One run of a work's body.
     *
     * @param work which
     * @param instance on which instance
     * @param attempt the call's attempt
     * @param began when its body began
     * @param ended when its body ended; empty for one that goes on or was cut off
     */
    record Run(long work, String instance, int attempt, Instant began, Optional<Instant> ended) {}
}
