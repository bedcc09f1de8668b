package io.threadlets.jdbc.instances;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application whose queue is stored. */
final class MeasuredThreadlets implements Measured {
    private final ConfigurableApplicationContext application;
    private final Idle idle;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Idle.class)
    static class Application {}

    static class Idle {
        private final Beginning beginning = new Beginning();

        @Threadlet("work")
        public void call(long number) {
            beginning.note();
        }

        public Beginning beginning() {
            return beginning;
        }
    }

    MeasuredThreadlets(Database database) {
        final SpringApplicationBuilder builder =
                new SpringApplicationBuilder(Application.class).registerShutdownHook(false);
        Instances.settings(
                        database,
                        "spring.datasource.hikari.maximum-pool-size=" + CONNECTIONS,
                        "threadlets.queues.work.max-threads=" + THREADS,
                        "threadlets.queues.work.capacity=-1",
                        "threadlets.jdbc.heartbeat=5s",
                        "threadlets.jdbc.poll-interval=50ms")
                .forEach((key, value) -> builder.properties(key + "=" + value));
        application = builder.run();
        idle = application.getBean(Idle.class);
    }

    private ThreadletQueue queue() {
        return application.getBean("work", ThreadletQueue.class);
    }

    @Override
    public void send(long number) {
        idle.call(number);
    }

    @Override
    public void pause() {
        queue().pause();
    }

    @Override
    public void resume() {
        queue().resume();
    }

    @Override
    public String pending() {
        return "select 1 from threadlets_work";
    }

    @Override
    public Beginning beginning() {
        return idle.beginning();
    }

    @Override
    public void close() {
        application.close();
    }
}
