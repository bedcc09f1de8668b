package io.threadlets.spring.readme;

import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;

/** The README's annotated method. */
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

    @Threadlet("mail") // runs on a thread of the queue "mail"; the caller goes on with a future whose cancel is real
    public CompletableFuture<Receipt> send(Message message) {
        return CompletableFuture.completedFuture(smtp.send(message));
    }
}
