package io.threadlets.spring.readme.after;

import io.threadlets.ThreadletFuture;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

@Service
class OrderExport {
    private final Renderer renderer;
    private final ThreadletQueue orders;
    private final Executor inContext;
    private final ThreadletQueues queues;

    OrderExport(
            Renderer renderer, ThreadletQueue orders, @Qualifier("orders") Executor inContext, ThreadletQueues queues) {
        this.renderer = renderer;
        this.orders = orders; // by the parameter's name, or @Qualifier("orders")
        this.inContext = inContext; // the same queue, with the caller's MDC and context
        this.queues = queues; // queues.get("orders"): by a name that is known at run time
    }

    ThreadletFuture<Report> export(String order) {
        return orders.submit(() -> renderer.render(order));
    }

    void exportLater(String order) {
        inContext.execute(() -> renderer.render(order));
    }

    void widen(String queue) {
        queues.get(queue).resize(0, 32);
    }
}
