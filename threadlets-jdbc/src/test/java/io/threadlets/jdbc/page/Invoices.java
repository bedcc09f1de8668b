package io.threadlets.jdbc.page;

import io.threadlets.spring.Threadlet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Invoices {
    private final JdbcClient client;

    Invoices(JdbcClient client) {
        this.client = client;
    }

    @Threadlet("invoices")
    @Transactional
    public void invoice(long orderId) {
        int isFirst = client.sql("insert into invoice (order_id) values (?) on conflict do nothing")
                .param(orderId)
                .update();
        if (isFirst == 1) {
            client.sql("update orders set invoiced = true where id = ?")
                    .param(orderId)
                    .update();
        }
    }
}
