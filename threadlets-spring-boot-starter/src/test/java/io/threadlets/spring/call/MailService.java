package io.threadlets.spring.call;

import io.threadlets.ThreadletFuture;
import io.threadlets.spring.Gate;
import io.threadlets.spring.Threadlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What the tests call. Everything but one method is on a queue of one thread and ten places. */
class MailService {
    static final String[] PROPERTIES = {
        "threadlets.queues.mail.max-threads=1",
        "threadlets.queues.mail.capacity=10",
        "threadlets.queues.other.max-threads=1"
    };

    /** What a method does. */
    interface Body {
        @Nullable
        Object run() throws Exception;
    }

    @Threadlet("mail")
    public void send(Body body) throws Exception {
        body.run();
    }

    @Threadlet("mail")
    public @Nullable Object fetch(Body body) throws Exception {
        return body.run();
    }

    @Threadlet("mail")
    public int count(Body body) throws Exception {
        body.run();
        return 3;
    }

    @Threadlet("mail")
    public CompletableFuture<Object> future(Body body) throws Exception {
        return CompletableFuture.completedFuture(body.run());
    }

    @Threadlet("mail")
    public ThreadletFuture<Object> threadletFuture(Body body) throws Exception {
        throw new IllegalStateException("never reached: " + body.run());
    }

    @Threadlet("mail")
    public CompletionStage<Object> stage(Body body) throws Exception {
        return CompletableFuture.completedStage(body.run());
    }

    @Threadlet("mail")
    public Future<Object> plainFuture(Body body) {
        final FutureTask<Object> task = new FutureTask<>(body::run);
        task.run();
        return task;
    }

    @Threadlet("mail")
    @SuppressWarnings("NullAway") // what is tested: a method that breaks its word
    public CompletableFuture<Object> nothing() {
        return null;
    }

    @Threadlet("mail")
    public <T> CompletableFuture<T> follow(CompletableFuture<T> stage, Body body) throws Exception {
        body.run();
        return stage;
    }

    @Threadlet("other")
    public @Nullable Object viaOther(Body body) throws Exception {
        return body.run();
    }

    static String thread() {
        return Thread.currentThread().getName();
    }

    /** Takes the only thread and all places. */
    static Gate fill(MailService mail) throws Exception {
        final Gate gate = new Gate();
        mail.send(gate.task("first")::call);
        gate.awaitReached();
        for (int place = 0; place < 10; place++) {
            mail.send(() -> "waits");
        }
        return gate;
    }
}
