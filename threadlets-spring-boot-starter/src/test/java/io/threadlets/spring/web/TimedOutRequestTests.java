package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Gate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Requests that time out before the call is done. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        // The container looks once a second.
        properties = {"spring.mvc.async.request-timeout=1ms", "threadlets.queues.disk.max-threads=1"})
class TimedOutRequestTests {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ThreadletQueue disk;
    private final Handlers handlers;
    private final int port;

    @Autowired
    TimedOutRequestTests(ThreadletQueue disk, Handlers handlers, @LocalServerPort int port) {
        this.disk = disk;
        this.handlers = handlers;
        this.port = port;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Handlers.class, DescribingHandlers.class, WebDisk.class})
    static class Application implements WebMvcConfigurer {
        @Override
        public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
            configurer.registerDeferredResultInterceptors(new SecondBest());
        }
    }

    /** An application's own answer to a timeout. */
    private static final class SecondBest implements DeferredResultProcessingInterceptor {
        @Override
        @SuppressWarnings("unchecked") // the result is of the response's type
        public <T> boolean handleTimeout(NativeWebRequest request, DeferredResult<T> result) {
            if (request.getParameter("second-best") != null) {
                ((DeferredResult<Object>) result).setResult(request.getParameter("second-best"));
            }
            return true;
        }
    }

    @RestController
    static class Handlers {
        private final WebDisk disk;
        private volatile Gate gate = new Gate();

        Handlers(WebDisk disk) {
            this.disk = disk;
        }

        @GetMapping("/read")
        CompletableFuture<String> read() throws InterruptedException {
            return disk.read(gate);
        }

        @GetMapping("/deaf")
        CompletableFuture<String> readDeaf() {
            return disk.readDeaf(gate);
        }
    }

    @RestController
    static class DescribingHandlers {
        private final WebDisk disk;
        private final Handlers handlers;

        DescribingHandlers(WebDisk disk, Handlers handlers) {
            this.disk = disk;
            this.handlers = handlers;
        }

        @GetMapping("/described")
        CompletableFuture<String> read() throws InterruptedException {
            return disk.read(handlers.gate);
        }

        @ExceptionHandler
        ResponseEntity<String> handle(AsyncRequestTimeoutException timeout) throws InterruptedException {
            handlers.gate.awaitInterrupted();
            return ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT).body(timeout.toString());
        }

        @ExceptionHandler
        ResponseEntity<String> handle(CancellationException cancelled) {
            return ResponseEntity.internalServerError().body(cancelled.toString());
        }
    }

    @AfterEach
    void letGo() {
        handlers.gate.open();
        handlers.gate = new Gate();
    }

    @Test
    void callThatRunsIsInterruptedAndTheResponseIsSprings() throws Exception {
        assertThat(get("/read").statusCode()).isEqualTo(503);
        handlers.gate.awaitInterrupted();
    }

    @Test
    void callThatWaitsIsOffItsQueueWhenTheClientHasTheResponse() throws Exception {
        final Gate holder = new Gate();
        disk.executor().execute(holder);
        holder.awaitReached();
        final long dequeuedBefore = disk.snapshot().dequeued();
        try {
            assertThat(get("/read").statusCode()).isEqualTo(503);
            assertThat(disk.snapshot().queued()).isZero();
            assertThat(disk.snapshot().dequeued()).isEqualTo(dequeuedBefore + 1);
            assertThat(handlers.gate.wasReached()).isFalse();
        } finally {
            holder.open();
        }
    }

    @Test
    void callThatIsDeafToInterruptsHoldsUpNoResponse() throws Exception {
        assertThat(get("/deaf").statusCode()).isEqualTo(503);
        handlers.gate.awaitInterrupted();
    }

    @Test
    void exceptionHandlerGetsTheTimeoutAndFindsTheCallInterrupted() throws Exception {
        assertThat(get("/described"))
                .returns(504, HttpResponse::statusCode)
                .returns(AsyncRequestTimeoutException.class.getName(), HttpResponse::body);
    }

    @Test
    void resultThatAnInterceptorGivesAtTheTimeoutIsTheResponse() throws Exception {
        assertThat(get("/read?second-best=cached"))
                .returns(200, HttpResponse::statusCode)
                .returns("cached", HttpResponse::body);
        handlers.gate.awaitInterrupted();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }
}
