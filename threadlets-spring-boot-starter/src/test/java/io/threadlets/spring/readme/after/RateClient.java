package io.threadlets.spring.readme.after;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.readme.parts.Server;
import java.util.concurrent.CompletableFuture;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Service;

@Service
class RateClient {
    private final Server server;

    RateClient(Server server) {
        this.server = server;
    }

    @Threadlet(queue = "rates", fallback = "lastKnown")
    public CompletableFuture<String> rate(String currency) throws Exception {
        return CompletableFuture.completedFuture(server.ask(currency));
    }

    CompletableFuture<String> lastKnown(String currency, Throwable failure) {
        return CompletableFuture.completedFuture("last known of " + currency);
    }

    @Threadlet("rates")
    @Retryable(maxRetries = 2, delay = 10) // on the queue's thread, which the retries keep
    public String rateWithRetries(String currency) throws Exception {
        return server.ask(currency);
    }
}
