package io.threadlets.jdbc.instances;

import io.threadlets.spring.ThreadletCall;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;

/** Where the bodies of calls note that they run, in statements that are committed each for itself. */
@Component
class Ledger {
    private final JdbcClient client;
    private final String instance;

    Ledger(JdbcClient client, @Value("${test.instance}") String instance) {
        this.client = client;
        this.instance = instance;
    }

    static void create(JdbcClient client) {
        client.sql("""
                        create table run (
                          id bigint generated always as identity primary key,
                          work bigint not null,
                          instance varchar(100) not null,
                          attempt int not null,
                          began timestamp with time zone not null,
                          ended timestamp with time zone)""").update();
        client.sql("create index run_work on run (work)").update();
        client.sql("""
                        create table told (
                          id bigint generated always as identity primary key,
                          failure varchar(1000) not null)""").update();
    }

    long begin(long work) {
        final KeyHolder key = new GeneratedKeyHolder();
        client.sql("insert into run (work, instance, attempt, began) values (?, ?, ?, current_timestamp)")
                .params(work, instance, ThreadletCall.current().attempt())
                .update(key, "id");
        return key.getKeyAs(Long.class);
    }

    void end(long run) {
        client.sql("update run set ended = current_timestamp where id = ?")
                .param(run)
                .update();
    }

    /** How many runs of a work have begun, on whichever instance. */
    int runs(long work) {
        return client.sql("select count(*) from run where work = ?")
                .param(work)
                .query(Integer.class)
                .single();
    }

    void tell(Throwable failure) {
        client.sql("insert into told (failure) values (?)")
                .param(String.valueOf(failure))
                .update();
    }
}
