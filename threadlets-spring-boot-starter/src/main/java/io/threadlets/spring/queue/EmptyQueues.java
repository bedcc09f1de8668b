package io.threadlets.spring.queue;

import io.threadlets.spring.queue.ThreadletsProperties.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/** Lets a queue be named without a key ({@code mail:} or <code>mail: {}</code> in YAML): it has the defaults. */
public final class EmptyQueues implements ConfigurationPropertiesBindHandlerAdvisor {
    private static final ConfigurationPropertyName QUEUES = ConfigurationPropertyName.of("threadlets.queues");
    private static final Queue NOTHING_SET = Queue.unset();

    /** For the container. */
    public EmptyQueues() {}

    @Override
    public BindHandler apply(BindHandler handler) {
        return new Handler(handler);
    }

    private static final class Handler extends AbstractBindHandler {
        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            if (QUEUES.isParentOf(name) && isEmpty(name, context.getSources())) {
                // The parent counts the property as known only if it hears of a success.
                return super.onSuccess(name, target, context, NOTHING_SET);
            }
            return super.onFailure(name, target, context, error);
        }

        /** Looked up anew: Spring Boot 4.0 has forgotten the property when the failure is told. */
        private static boolean isEmpty(ConfigurationPropertyName name, Iterable<ConfigurationPropertySource> sources) {
            for (ConfigurationPropertySource source : sources) {
                final ConfigurationProperty property = source.getConfigurationProperty(name);
                if (property != null) {
                    return property.getValue().toString().isBlank();
                }
            }
            return false;
        }
    }
}
