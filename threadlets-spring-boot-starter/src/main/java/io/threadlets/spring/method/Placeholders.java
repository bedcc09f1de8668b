package io.threadlets.spring.method;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Fills in <code>${…}</code> in an annotation's attributes.
 *
 * @param beanFactory which knows the values
 */
public record Placeholders(ConfigurableBeanFactory beanFactory) {
    private static final String EXPRESSION = "#{";

    /**
     * The text with its placeholders filled in.
     *
     * @param written as it stands in the annotation
     * @return as it is meant
     * @throws UnsupportedOperationException if it is an expression
     * @throws IllegalArgumentException if a placeholder has no value
     */
    public String resolve(String written) {
        final String value = beanFactory.resolveEmbeddedValue(written);
        final String resolved = value == null ? written : value;
        if (resolved.contains(EXPRESSION)) {
            throw new UnsupportedOperationException("'" + resolved
                    + "' is an expression; expressions (#{…}) are not supported, placeholders (${…}) are");
        }
        return resolved;
    }
}
