package io.threadlets.spring.web;

import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the handlers of these tests call. */
class WebDisk {
    @Threadlet("disk")
    public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> body) throws Exception {
        return CompletableFuture.completedFuture(body.call());
    }

    @Threadlet("disk")
    public CompletableFuture<String> read(Gate gate) throws InterruptedException {
        gate.pass();
        return CompletableFuture.completedFuture("read");
    }

    @Threadlet("disk")
    public CompletableFuture<String> readDeaf(Gate gate) {
        gate.passDeaf();
        return CompletableFuture.completedFuture("read");
    }
}
