package io.threadlets.spring.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why something was not done.
 *
 * @param error a word for programs: invalid, not-found, conflict, or unreachable
 * @param field what was wrong in the request; null if it was not one of its fields
 * @param value what the field said
 * @param message a sentence for people
 * @param allowed what the field may say
 * @param instance the instance of the application that has to be asked; null if there is none
 */
public record ErrorDescriptor(
        String error,
        @Nullable String field,
        @Nullable String value,
        String message,
        @Nullable String allowed,
        @Nullable String instance)
        implements OperationResponseBody {}
