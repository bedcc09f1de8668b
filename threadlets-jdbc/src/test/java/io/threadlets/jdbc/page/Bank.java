package io.threadlets.jdbc.page;

/** A remote service that does one thing once for each key. */
interface Bank {
    void pay(long orderId, String key);
}
