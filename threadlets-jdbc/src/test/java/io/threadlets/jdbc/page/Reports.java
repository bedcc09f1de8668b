package io.threadlets.jdbc.page;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import org.springframework.stereotype.Service;

@Service
class Reports {
    private final Renderer renderer;

    Reports(Renderer renderer) {
        this.renderer = renderer;
    }

    @Threadlet("reports")
    public void build(long orderId) {
        renderer.render(orderId);
    }

    @Threadlet(queue = "reports", name = "monthly-report", key = "#month", noRetryFor = UnknownMonthException.class)
    public ThreadletReceipt month(String month) {
        renderer.renderMonth(month);
        return null;
    }
}
