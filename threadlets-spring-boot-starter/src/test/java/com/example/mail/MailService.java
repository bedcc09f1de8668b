package com.example.mail;

import io.threadlets.spring.Threadlet;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** An application's class, for pictures and tests of what is shown of one. */
public class MailService {
    private final SmtpClient client;

    public MailService(SmtpClient client) {
        this.client = client;
    }

    @Threadlet("mail")
    public CompletableFuture<String> send(String to) throws IOException {
        return CompletableFuture.completedFuture(client.read());
    }

    @Threadlet("mail")
    public CompletableFuture<String> sendDigest() throws IOException {
        return CompletableFuture.completedFuture(client.read());
    }
}
