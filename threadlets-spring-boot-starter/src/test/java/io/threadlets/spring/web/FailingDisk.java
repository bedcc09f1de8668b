package io.threadlets.spring.web;

import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * Calls that fail: those of the queue {@code full}, which is to be paused and without room, at once; the others soon.
 */
class FailingDisk {
    @Threadlet("full")
    public String rejected() {
        return "read";
    }

    @Threadlet("full")
    public CompletableFuture<String> rejectedFuture() {
        return CompletableFuture.completedFuture("read");
    }

    @Threadlet("full")
    public Mono<String> rejectedMono() {
        return Mono.just("read");
    }

    @Threadlet(queue = "slow", timeout = "1ms")
    public String timedOut() throws InterruptedException {
        new Gate().pass();
        return "read";
    }

    @Threadlet(queue = "slow", timeout = "1ms")
    public CompletableFuture<String> timedOutFuture() throws InterruptedException {
        new Gate().pass();
        return CompletableFuture.completedFuture("read");
    }

    @Threadlet(queue = "slow", timeout = "1ms")
    public Mono<String> timedOutMono() throws InterruptedException {
        new Gate().pass();
        return Mono.just("read");
    }
}
