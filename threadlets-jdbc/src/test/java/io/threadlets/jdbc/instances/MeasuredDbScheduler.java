package io.threadlets.jdbc.instances;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** db-scheduler without anything around it, set as its documentation advises for many tasks. */
final class MeasuredDbScheduler implements Measured {
    private final Beginning beginning = new Beginning();
    private final HikariDataSource pool;
    private final OneTimeTask<Long> task =
            Tasks.oneTime("idle", Long.class).execute((instance, context) -> beginning.note());
    private final Scheduler scheduler;

    MeasuredDbScheduler(Database database) {
        pool = database.pool(CONNECTIONS);
        createTable(JdbcClient.create(pool));
        scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(Duration.ofMillis(50))
                .heartbeatInterval(Duration.ofSeconds(5))
                .build();
        scheduler.start();
    }

    private static void createTable(JdbcClient client) {
        client.sql("""
                        create table scheduled_tasks (
                          task_name text not null,
                          task_instance text not null,
                          task_data bytea,
                          execution_time timestamp with time zone not null,
                          picked boolean not null,
                          picked_by text,
                          last_success timestamp with time zone,
                          last_failure timestamp with time zone,
                          consecutive_failures int,
                          last_heartbeat timestamp with time zone,
                          version bigint not null,
                          priority smallint,
                          primary key (task_name, task_instance))""").update();
        client.sql("create index on scheduled_tasks (execution_time)").update();
        client.sql("create index on scheduled_tasks (last_heartbeat)").update();
    }

    @Override
    public void send(long number) {
        scheduler.schedule(task.instance(Long.toString(number), number), Instant.now());
    }

    @Override
    public void pause() {
        scheduler.pause();
    }

    @Override
    public void resume() {
        scheduler.resume();
    }

    @Override
    public String pending() {
        return "select 1 from scheduled_tasks";
    }

    @Override
    public Beginning beginning() {
        return beginning;
    }

    @Override
    public void close() {
        scheduler.stop();
        pool.close();
    }
}
