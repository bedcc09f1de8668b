package io.threadlets.jdbc.page;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletCall;
import org.springframework.stereotype.Service;

@Service
class Payments {
    private final Bank bank;

    Payments(Bank bank) {
        this.bank = bank;
    }

    @Threadlet("payments")
    public void pay(long orderId) {
        bank.pay(orderId, ThreadletCall.current().id());
    }
}
