package io.threadlets.benchmarks.calls;

import io.threadlets.spring.autoconfigure.ThreadletsMetricsAutoConfiguration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** A running application, and the context of the one who calls into it. For one thread. */
final class Calls implements AutoCloseable {
    /** The name of the pool, the beginning of its threads' names, and their number. */
    static final String POOL = "calls";

    static final int THREADS = 8;

    /** How many calls may wait. */
    static final int CAPACITY = 10_000;

    private final Caller caller;
    private final With with;
    private final ConfigurableApplicationContext application;
    private final CallerContext context;
    private final Service service;

    private Calls(Caller caller, With with, ConfigurableApplicationContext application, CallerContext context) {
        this.caller = caller;
        this.with = with;
        this.application = application;
        this.context = context;
        this.service = application.getBean(Service.class);
    }

    static Calls open(Caller caller, Class<?> application, With with) {
        // Before the application, which may ask only once what there is to take along.
        final CallerContext context = new CallerContext();
        final Map<String, Object> properties = new HashMap<>(caller.properties(with));
        properties.put("spring.main.banner-mode", "off");
        if (with == With.NOTHING) {
            properties.put(
                    "spring.autoconfigure.exclude",
                    MetricsAutoConfiguration.class.getName() + ","
                            + ThreadletsMetricsAutoConfiguration.class.getName());
        }
        return new Calls(
                caller,
                with,
                new SpringApplicationBuilder(application)
                        .web(WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .properties(properties)
                        .run(),
                context);
    }

    /** To be called by the thread that calls. */
    void enter() {
        if (with == With.CONTEXT_AND_METRICS) {
            context.enter();
        }
    }

    /** Undoes {@link #enter}. */
    void leave() {
        context.leave();
    }

    CompletableFuture<Thread> call(String argument) {
        return caller.call(service, argument);
    }

    Thread await(String argument) {
        return caller.await(service, argument);
    }

    ConfigurableApplicationContext application() {
        return application;
    }

    Service service() {
        return service;
    }

    @Override
    public void close() {
        application.close();
        context.close();
    }
}
