package io.threadlets.spring.stored;

import io.threadlets.QueueSnapshot;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletRejectedException.Reason;
import io.threadlets.spring.ThreadletReceipt;
import io.threadlets.spring.config.StoredSettings;
import io.threadlets.spring.queue.QueueRegistry;
import io.threadlets.spring.store.NewCall;
import io.threadlets.spring.store.SentCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Sends the calls of one queue to its store. Safe from any thread. */
final class Sender {
    private final StoredQueue queue;
    private final QueueRegistry registry;
    private final String properties;
    private final WaitingCount crowd;

    Sender(StoredQueue queue, QueueRegistry registry) {
        this.queue = queue;
        this.registry = registry;
        this.properties = registry.propertiesOf(queue.name());
        this.crowd = new WaitingCount(queue);
    }

    ThreadletReceipt send(StoredTarget target, MethodInvocation invocation) {
        final @Nullable Object[] args = invocation.getArguments();
        final StoredSettings settings = queue.settings();
        final String payload =
                queue.arguments().write(target, args, settings.maxPayload().toBytes(), properties + ".max-payload");
        final KeyExpression expression = target.key();
        final String key = expression == null ? null : expression.of(target, args, invocation.getThis());
        if (settings.isBounded() && crowd.isFull()) {
            return duplicateOrRejected(target, key);
        }
        final SentCall sent = queue.store()
                .send(
                        new NewCall(
                                UUID.randomUUID().toString(),
                                target.name(),
                                key,
                                payload,
                                Instant.now().truncatedTo(ChronoUnit.MICROS), // what databases keep
                                queue.traceOfCaller()),
                        queue.counts().sent::increment);
        if (sent.isDuplicate()) {
            queue.counts().duplicates.increment();
        } else {
            crowd.add();
        }
        return receipt(sent);
    }

    private ThreadletReceipt receipt(SentCall sent) {
        return new ThreadletReceipt(sent.id(), queue.name(), sent.accepted(), sent.isDuplicate());
    }

    private ThreadletReceipt duplicateOrRejected(StoredTarget target, @Nullable String key) {
        final Optional<SentCall> holder =
                key == null ? Optional.empty() : queue.store().holder(target.name(), key);
        if (holder.isPresent()) {
            queue.counts().duplicates.increment();
            return receipt(holder.get());
        }
        final QueueSnapshot now = registry.watched(registry.get(queue.name())).snapshot();
        throw new ThreadletRejectedException(
                "Queue '" + queue.name() + "' is full: " + crowd.lastCount() + " of "
                        + queue.settings().capacity() + " calls wait in its store '"
                        + queue.settings().store() + "', of all instances together; " + target.label()
                        + " is not stored. Here " + (now.cur() - now.idle()) + " of " + now.maxThreads()
                        + " threads are busy. Raise " + properties + ".capacity or " + properties
                        + ".max-threads, or add instances.",
                Reason.FULL,
                now,
                null);
    }
}
