package io.threadlets.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.queue.QueueRegistry;
import org.junit.jupiter.api.Test;

/** What docs/interrupts.md shows is what there is. */
class InterruptsTests {
    private static final Document PAGE = Document.of("docs/interrupts.md");

    @Test
    void yamlSampleSwitchesInterruptsOffForItsQueueAlone() {
        assertThat(PAGE.blocks("yaml")).hasSize(1);
        Contexts.withStarter()
                .withInitializer(context -> Document.yaml(PAGE.blocks("yaml").get(0))
                        .forEach(source ->
                                context.getEnvironment().getPropertySources().addFirst(source)))
                .run(context -> {
                    final QueueRegistry queues = context.getBean(QueueRegistry.class);
                    assertThat(queues.limits("files").interrupt()).isFalse();
                    assertThat(queues.limits("global").interrupt()).isTrue();
                });
    }
}
