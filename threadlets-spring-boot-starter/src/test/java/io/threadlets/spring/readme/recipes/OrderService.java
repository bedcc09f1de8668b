package io.threadlets.spring.readme.recipes;

import io.threadlets.ThreadletQueue;
import org.springframework.stereotype.Service;

@Service
class OrderService {
    private final ThreadletQueue mail;
    private final MailServer server;

    OrderService(ThreadletQueue mail, MailServer server) {
        this.mail = mail;
        this.server = server;
    }

    public void confirm(long order) {
        mail.executor().execute(() -> sendReceipt(order));
    }

    private void sendReceipt(long order) {
        server.send("receipt of order " + order);
    }
}
