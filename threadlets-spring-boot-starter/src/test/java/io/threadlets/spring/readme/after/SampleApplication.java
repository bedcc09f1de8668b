package io.threadlets.spring.readme.after;

import io.threadlets.spring.readme.parts.Alarm;
import io.threadlets.spring.readme.parts.Renderer;
import io.threadlets.spring.readme.parts.Report;
import io.threadlets.spring.readme.parts.Server;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.resilience.annotation.EnableResilientMethods;

/** All samples in one application. */
@SpringBootApplication
@EnableResilientMethods
public class SampleApplication {
    @Bean
    Renderer renderer() {
        return name -> new Report(name, Thread.currentThread().getName());
    }

    @Bean
    Server server() {
        return question -> Thread.currentThread().getName();
    }

    @Bean
    Alarm alarm() {
        return (what, why) -> {};
    }
}
