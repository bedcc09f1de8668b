package io.threadlets.spring.store;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.GenericApplicationContext;

/** With a store that the tests have in memory. */
class FakeStoreTracesTests extends StoredTracesContract {
    private final FakeShelf shelf = new FakeShelf();

    @Override
    protected SpringApplicationBuilder onStoreOf(SpringApplicationBuilder application) {
        return application
                .properties(
                        "threadlets.queues.jobs.store=fake",
                        "spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(FakeStore.class, () -> new FakeStore(shelf)));
    }
}
