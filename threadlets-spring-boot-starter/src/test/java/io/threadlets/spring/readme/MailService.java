package io.threadlets.spring.readme;

import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;

/** An annotated method of the queue that the README configures. */
class MailService {
    private final Smtp smtp;

    /** A message, and what there is to show for having sent it. */
    record Message(String text) {}

    record Receipt(String thread) {}

    /** What blocks. */
    interface Smtp {
        Receipt send(Message message);
    }

    MailService(Smtp smtp) {
        this.smtp = smtp;
    }

    @Threadlet("mail")
    public CompletableFuture<Receipt> send(Message message) {
        return CompletableFuture.completedFuture(smtp.send(message));
    }
}
