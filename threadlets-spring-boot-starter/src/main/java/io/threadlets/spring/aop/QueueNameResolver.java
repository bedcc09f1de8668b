package io.threadlets.spring.aop;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Fills in <code>${…}</code> in a queue's name. */
record QueueNameResolver(ConfigurableBeanFactory beanFactory) {
    /** @throws IllegalArgumentException if a placeholder has no value */
    String resolve(String written) {
        final String resolved = beanFactory.resolveEmbeddedValue(written);
        return resolved == null ? written : resolved;
    }
}
