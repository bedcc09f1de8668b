package io.threadlets.spring.stored;

import io.threadlets.spring.StoredCall;
import io.threadlets.spring.StoredCalls;
import io.threadlets.spring.context.CallContext;
import io.threadlets.spring.queue.StoreLook;
import io.threadlets.spring.queue.StoredCallView;
import io.threadlets.spring.queue.StoredCallView.Argument;
import io.threadlets.spring.queue.StoredCounts;
import io.threadlets.spring.queue.StoredQueueView;
import io.threadlets.spring.store.QueueStore.KeptCall;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What is shown of one queue to people who run the application. Safe from any thread. */
final class DefaultStoredQueueView implements StoredQueueView {
    private final StoredQueue queue;
    private final QueueCalls calls;
    private final StoreWatch watch;
    private final StoreTasks tasks;

    /** @param background where the store is waited for */
    DefaultStoredQueueView(StoredQueue queue, CallContext context, Executor background) {
        this.queue = queue;
        this.calls = new QueueCalls(queue);
        this.watch = new StoreWatch(queue, calls, background);
        this.tasks = new StoreTasks(queue.name(), context, background);
    }

    @Override
    public StoreLook look() {
        return watch.look();
    }

    @Override
    public StoreLook recentLook() {
        return watch.recentLook();
    }

    @Override
    public void beginToLook() {
        watch.beginToLook();
    }

    @Override
    public StoreLook lastLook() {
        return watch.lastLook();
    }

    @Override
    public <T> T ask(Supplier<T> task) throws TimeoutException {
        return tasks.run(task);
    }

    @Override
    public String instance() {
        return queue.store().instance();
    }

    @Override
    public StoredCounts counts() {
        return queue.counts().read();
    }

    @Override
    public StoredCalls calls() {
        return calls;
    }

    @Override
    public List<StoredCallView> list(StoredCall.State state, int limit) {
        return calls.kept(state, limit).stream().map(this::view).toList();
    }

    @Override
    public Optional<StoredCallView> find(String id) {
        return queue.store().find(id).map(this::view);
    }

    private StoredCallView view(KeptCall call) {
        final StoredTarget target = queue.target(call.target());
        final Parameter[] parameters =
                target == null ? new Parameter[0] : target.method().getParameters();
        final List<String> texts = queue.arguments().shown(call.payload());
        final List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            arguments.add(new Argument(i < parameters.length ? parameters[i].getName() : "arg" + i, texts.get(i)));
        }
        return new StoredCallView(
                calls.shown(call), queue.label(call.target()), target == null || target.isInterruptible(), arguments);
    }
}
