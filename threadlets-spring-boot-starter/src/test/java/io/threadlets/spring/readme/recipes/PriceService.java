package io.threadlets.spring.readme.recipes;

import io.threadlets.spring.Threadlet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

@Service
class PriceService {
    private final Map<String, String> lastKnown = new ConcurrentHashMap<>();
    private final PriceServer server;

    PriceService(PriceServer server) {
        this.server = server;
    }

    @Threadlet(queue = "prices", timeout = "800ms", fallback = "lastPrice")
    public String price(String product) {
        String price = server.ask(product);
        lastKnown.put(product, price);
        return price;
    }

    String lastPrice(String product) {
        return lastKnown.getOrDefault(product, "unknown");
    }
}
