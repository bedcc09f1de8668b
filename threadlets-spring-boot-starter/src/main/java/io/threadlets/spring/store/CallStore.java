package io.threadlets.spring.store;

/** Keeps the calls of queues. One bean for each {@link StoreType}. */
public interface CallStore {
    /**
     * Which kind of store this is.
     *
     * @return the {@linkplain StoreType#name name of its type}
     */
    String name();

    /**
     * Opens the place where the calls of one queue are kept, while the application starts. A store that cannot be
     * reached is no reason to fail, unless the application says so; one that can, and lacks what it needs, is.
     *
     * @param queue the queue's name
     * @param runner what runs its calls on this instance, once the store is {@linkplain QueueStore#start started}
     * @return the place
     * @throws StoreProblemException if the application cannot start with it
     */
    QueueStore open(String queue, CallRunner runner);

    /**
     * Whether an application that does not reach this store is of no use.
     *
     * @return whether its health says that it is down; if not, that it is not known
     */
    default boolean isRequired() {
        return false;
    }
}
