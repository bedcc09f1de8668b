package io.threadlets.jdbc;

import io.threadlets.spring.Threadlet;
import io.threadlets.spring.ThreadletReceipt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Methods whose calls are stored, for tests of the database. */
class Orders {
    private final List<Long> built = new CopyOnWriteArrayList<>();

    /** An application that has them. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Orders orders() {
            return new Orders();
        }
    }

    @Threadlet(queue = "reports", key = "#order")
    public @Nullable ThreadletReceipt build(long order) {
        built.add(order);
        return null;
    }

    /** What has run here. Not through the proxy's own fields. */
    public List<Long> built() {
        return built;
    }
}
