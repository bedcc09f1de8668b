package io.threadlets.jdbc.instances;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.ThreadletExceptionHandler;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application with one stored queue, {@code work}. A test starts several, and talks to them by lines of text. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Ledger.class, Works.class, NewWorks.class, Commands.class})
class StoredApplication {
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(StoredApplication.class, arguments)) {
            // Ends with its input, which ends with the test, so that no instance outlives that.
            Console.serve(context.getBean(Commands.class), System.in, System.out);
        }
    }

    @Bean
    ThreadletExceptionHandler teller(Ledger ledger) {
        return (failure, method, arguments) -> ledger.tell(failure);
    }

    /** Keeps an instance from running calls before a test lets it. */
    @Bean
    @ConditionalOnProperty("test.paused")
    SmartInitializingSingleton pause(ThreadletQueue work) {
        return work::pause;
    }
}
