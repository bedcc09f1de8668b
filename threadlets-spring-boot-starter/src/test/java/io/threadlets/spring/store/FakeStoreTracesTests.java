package io.threadlets.spring.store;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** With a store that the tests have in memory. */
class FakeStoreTracesTests extends StoredTracesContract {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStoreOf(SpringApplicationBuilder application) {
        return shelf.keepJobsOf(application);
    }
}
