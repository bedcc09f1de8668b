package io.threadlets.spring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.Contexts;
import io.threadlets.spring.ThreadletQueueCustomizer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Who hears of a queue's works. */
class ListenerSourceTests {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ApplicationContextRunner contexts = Contexts.withStarter()
            .withPropertyValues("threadlets.queues.disk.max-threads=1", "threadlets.queues.mail.max-threads=1");

    @Test
    void eachSourceAndTheCustomizersListenerHearTheQueuesThatTheyAskFor() {
        contexts.withBean("one", ListenerSource.class, () -> queue -> listener("one", queue))
                .withBean(
                        "two",
                        ListenerSource.class,
                        () -> queue -> queue.equals("disk") ? listener("two", queue) : null)
                .withBean(
                        ThreadletQueueCustomizer.class,
                        () -> (queue, builder) -> builder.listener(listener("customizer", queue)))
                .run(context -> {
                    submitTo("disk", context);
                    submitTo("mail", context);
                    assertThat(heard)
                            .containsExactly("one disk", "two disk", "customizer disk", "one mail", "customizer mail");
                });
    }

    @Test
    void parentsSourceDoesNotHearTheChildsQueues() {
        contexts.withBean("parents", ListenerSource.class, () -> queue -> listener("parent", queue))
                .run(parent -> contexts.withParent(parent)
                        .withBean("childs", ListenerSource.class, () -> queue -> listener("child", queue))
                        .run(child -> {
                            submitTo("disk", child);
                            submitTo("disk", parent);
                            assertThat(heard).containsExactly("child disk", "parent disk");
                        }));
    }

    private static void submitTo(String queue, ApplicationContext context) {
        assertThat(context.getBean(queue, ThreadletQueue.class).submit(() -> "done"))
                .succeedsWithin(20, TimeUnit.SECONDS);
    }

    private ThreadletListener listener(String name, String queue) {
        return new ThreadletListener() {
            @Override
            public void finished(ThreadletWork work, long ranNanos, @Nullable Throwable failure) {
                heard.add(name + " " + queue);
            }
        };
    }
}
