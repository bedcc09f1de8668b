package io.threadlets.spring.web;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A web application whose calls are rejected or time out, on MVC or on WebFlux. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({FailingHandlers.class, FailingDisk.class})
class FailingApplication {
    static final String[] PROPERTIES = {"threadlets.queues.full.capacity=0", "threadlets.queues.slow.max-threads=4"};
}
