package io.threadlets.spring.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The kind of {@link FakeStore}. A queue whose name begins with "bad" is one that it cannot keep. */
public final class FakeStoreType implements StoreType {
    /** What can be set of it. */
    record Settings(@Nullable Duration pause) {}

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Class<?> properties() {
        return Settings.class;
    }

    @Override
    public List<Problem> problems(Collection<String> queues, Environment environment) {
        return queues.stream()
                .filter(queue -> queue.startsWith("bad"))
                .map(queue -> new Problem(
                        "The fake store cannot keep queue '" + queue + "'.",
                        "Give it another name.",
                        List.of("threadlets.queues." + queue)))
                .toList();
    }
}
