package io.threadlets.spring.actuate;

import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Calls that a test holds, cancels, and has fail. */
@Component
class Mails {
    @Threadlet("mail")
    public CompletableFuture<String> send(String password, Gate gate) throws InterruptedException {
        gate.pass();
        return CompletableFuture.completedFuture("sent");
    }

    @Threadlet("mail")
    public String sendAndWait(Gate gate) throws InterruptedException {
        gate.pass();
        return "sent";
    }

    @Threadlet("mail")
    public void post(Gate gate) {
        gate.passDeaf();
    }

    @Threadlet(queue = "mail", interrupt = false)
    public CompletableFuture<String> store(Gate gate) throws InterruptedException {
        gate.pass();
        return CompletableFuture.completedFuture("stored");
    }

    @Threadlet("mail")
    public CompletableFuture<String> fail(String secret) {
        throw new IllegalStateException("no such user: " + secret);
    }
}
