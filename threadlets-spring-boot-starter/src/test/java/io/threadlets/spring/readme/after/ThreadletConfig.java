package io.threadlets.spring.readme.after;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.readme.parts.Alarm;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class ThreadletConfig {
    @Bean
    ThreadletExceptionHandler failures(Alarm alarm) {
        return (failure, method, args) -> alarm.raise(method.getName(), failure);
    }
}
