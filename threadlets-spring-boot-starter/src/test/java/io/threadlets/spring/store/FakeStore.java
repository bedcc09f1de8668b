package io.threadlets.spring.store;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in memory, which contexts share as instances of an application share a database. Transactions and crashes are
 * played by the test.
 */
public final class FakeStore implements CallStore {
    private final FakeShelf shelf;
    private final boolean isRequired;
    private final Map<String, FakeQueueStore> opened = new ConcurrentHashMap<>();

    /** @param shelf where the calls are, of all instances */
    public FakeStore(FakeShelf shelf) {
        this(shelf, false);
    }

    /** @param isRequired whether an application that does not reach it is down */
    public FakeStore(FakeShelf shelf, boolean isRequired) {
        this.shelf = shelf;
        this.isRequired = isRequired;
    }

    @Override
    public boolean isRequired() {
        return isRequired;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public QueueStore open(String queue, CallRunner runner) {
        final FakeQueueStore store = new FakeQueueStore(queue, shelf, runner);
        opened.put(queue, store);
        return store;
    }

    /** The queue's store of this instance. */
    FakeQueueStore of(String queue) {
        return Objects.requireNonNull(opened.get(queue));
    }
}
