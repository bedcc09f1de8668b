package io.threadlets.spring.config;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreTopLevelConverterNotFoundBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * How the properties are bound. A text where queues or methods should be, such as an environment variable
 * {@code THREADLETS_QUEUES} that somebody else made, is passed over here and reported afterwards.
 */
public final class PropertiesBinding implements ConfigurationPropertiesBindHandlerAdvisor {
    /** Without state. */
    public PropertiesBinding() {}

    @Override
    public BindHandler apply(BindHandler handler) {
        return new Handler(handler);
    }

    /**
     * Binds what is set.
     *
     * @param environment where it is set
     * @return the properties as they are written
     * @throws org.springframework.boot.context.properties.bind.BindException where a value cannot be read
     */
    public static ThreadletsProperties bind(Environment environment) {
        return Binder.get(environment)
                .bindOrCreate(
                        PropertyTree.ROOT,
                        Bindable.of(ThreadletsProperties.class),
                        new Handler(new IgnoreTopLevelConverterNotFoundBindHandler()));
    }

    private static final class Handler extends AbstractBindHandler {
        Handler(BindHandler parent) {
            super(parent);
        }

        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            return super.onStart(
                    name,
                    WrittenProperties.MAPS.contains(name)
                            ? target.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY)
                            : target,
                    context);
        }
    }
}
