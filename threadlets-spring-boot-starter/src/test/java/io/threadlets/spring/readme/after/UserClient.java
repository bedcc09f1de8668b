package io.threadlets.spring.readme.after;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.readme.parts.Server;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.springframework.stereotype.Service;

@Service
class UserClient {
    private final Server server;

    UserClient(Server server) {
        this.server = server;
    }

    @Threadlet(queue = "users", timeout = "500ms", fallback = "unknown")
    public String find(String id) throws Exception {
        return server.ask(id);
    }

    String unknown(String id) {
        return "unknown";
    }

    @Threadlet(queue = "users", fallback = "unknownLater")
    public Future<String> findLater(String id) throws Exception {
        return CompletableFuture.completedFuture(server.ask(id));
    }

    Future<String> unknownLater(String id, IOException failure) { // of other failures the caller hears
        return CompletableFuture.completedFuture("unknown");
    }
}
