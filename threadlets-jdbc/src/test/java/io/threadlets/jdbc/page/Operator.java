package io.threadlets.jdbc.page;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.ThreadletQueues;
import org.springframework.stereotype.Component;

@Component
class Operator {
    private final ThreadletQueues queues;

    Operator(ThreadletQueues queues) {
        this.queues = queues;
    }

    void retryWhatCouldNotConnect() {
        StoredCalls calls = queues.stored("reports");
        for (StoredCall dead : calls.list(StoredCall.State.DEAD, 100)) {
            if (dead.failure() != null && dead.failure().contains("ConnectException")) {
                calls.retry(dead.id());
            }
        }
    }
}
