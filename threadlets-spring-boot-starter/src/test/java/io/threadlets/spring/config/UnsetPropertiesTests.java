package io.threadlets.spring.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application that sets nothing does not pay for binding. */
class UnsetPropertiesTests {
    private final Seen seen = new Seen();
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withBean(ConfigurationPropertiesBindHandlerAdvisor.class, () -> seen);

    /** What the container binds. */
    private static final class Seen implements ConfigurationPropertiesBindHandlerAdvisor {
        private final Set<String> names = ConcurrentHashMap.newKeySet();

        @Override
        public BindHandler apply(BindHandler handler) {
            return new AbstractBindHandler(handler) {
                @Override
                public <T> @Nullable Bindable<T> onStart(
                        ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
                    names.add(name.toString());
                    return super.onStart(name, target, context);
                }
            };
        }
    }

    @Test
    void withoutPropertiesNothingIsBoundAndTheyAreWhatWouldHaveBeen() {
        final ThreadletsProperties bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("threadlets", ThreadletsProperties.class);

        contexts.run(context -> {
            assertThat(context.getBean(ThreadletsProperties.class)).isEqualTo(bound);
            assertThat(seen.names).contains("spring.task.execution").doesNotContain("threadlets");
        });
    }

    @Test
    void withOnePropertyTheyAreBound() {
        contexts.withPropertyValues("threadlets.shutdown-timeout=7s").run(context -> {
            assertThat(context.getBean(ThreadletsProperties.class).shutdownTimeout())
                    .hasSeconds(7);
            assertThat(seen.names).contains("threadlets");
        });
    }
}
