package io.threadlets.spring.page;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A filter as careful applications have it; and one that lets requests hang while a test wants it. */
@TestConfiguration(proxyBeanMethods = false)
class StrictPolicy {
    @Bean
    Filter policyFilter() {
        return (request, response, chain) -> {
            final HttpServletResponse http = (HttpServletResponse) response;
            http.setHeader("Content-Security-Policy", "default-src 'self'");
            http.setHeader("X-Content-Type-Options", "nosniff");
            chain.doFilter(request, response);
        };
    }

    /** Null while the application answers. */
    @Bean
    AtomicReference<CountDownLatch> hanging() {
        return new AtomicReference<>();
    }

    @Bean
    Filter hangingFilter(AtomicReference<CountDownLatch> hanging) {
        return (request, response, chain) -> {
            final CountDownLatch until = hanging.get();
            if (until != null) {
                try {
                    until.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            chain.doFilter(request, response);
        };
    }
}
