package io.threadlets.spring.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Handlers, of MVC as of WebFlux, whose calls fail. Those that block are for MVC. */
@RestController
class FailingHandlers {
    private final FailingDisk disk;

    FailingHandlers(FailingDisk disk) {
        this.disk = disk;
    }

    /** What an application makes of a failure to say what the client is to be told. */
    @ResponseStatus(HttpStatus.LOCKED)
    static final class LockedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LockedException(Throwable cause) {
            super(cause);
        }
    }

    @GetMapping("/plain/{queue}")
    String plain(@PathVariable String queue) throws InterruptedException {
        return queue.equals("full") ? disk.rejected() : disk.timedOut();
    }

    @GetMapping("/waited/{queue}")
    String waited(@PathVariable String queue) throws Exception {
        return future(queue).get();
    }

    @GetMapping(path = "/future/{queue}", produces = "text/plain")
    CompletableFuture<String> future(@PathVariable String queue) throws InterruptedException {
        return queue.equals("full") ? disk.rejectedFuture() : disk.timedOutFuture();
    }

    @GetMapping("/stage/{queue}")
    CompletionStage<String> stage(@PathVariable String queue) throws InterruptedException {
        return future(queue).thenApply(String::trim).thenApplyAsync(String::strip, Runnable::run);
    }

    @GetMapping("/mono/{queue}")
    Mono<String> mono(@PathVariable String queue) throws InterruptedException {
        return queue.equals("full") ? disk.rejectedMono() : disk.timedOutMono();
    }

    @GetMapping("/wrapped/{queue}")
    Mono<String> wrapped(@PathVariable String queue) throws InterruptedException {
        return mono(queue).onErrorMap(failure -> new IllegalStateException("No report", failure));
    }

    @GetMapping("/locked/{queue}")
    Mono<String> locked(@PathVariable String queue) throws InterruptedException {
        return mono(queue).onErrorMap(LockedException::new);
    }

    @GetMapping("/conflict/{queue}")
    Mono<String> conflict(@PathVariable String queue) throws InterruptedException {
        return mono(queue)
                .onErrorMap(failure -> new ResponseStatusException(HttpStatus.CONFLICT, "No report", failure));
    }
}
