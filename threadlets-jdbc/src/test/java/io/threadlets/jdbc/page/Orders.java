package io.threadlets.jdbc.page;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Orders {
    private final JdbcClient client;
    private final Reports reports;

    Orders(JdbcClient client, Reports reports) {
        this.client = client;
        this.reports = reports;
    }

    @Transactional
    public void place(long orderId) {
        client.sql("insert into orders (id) values (?)").param(orderId).update();
        reports.build(orderId); // stored with this transaction's commit, and never if it rolls back
    }
}
