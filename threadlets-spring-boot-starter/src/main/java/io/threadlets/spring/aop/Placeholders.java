package io.threadlets.spring.aop;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Fills in <code>${…}</code> in an annotation's attributes. */
record Placeholders(ConfigurableBeanFactory beanFactory) {
    /** @throws IllegalArgumentException if a placeholder has no value */
    String resolve(String written) {
        final String resolved = beanFactory.resolveEmbeddedValue(written);
        return resolved == null ? written : resolved;
    }
}
