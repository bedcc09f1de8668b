package io.threadlets.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why there is no answer.
 *
 * @param error a word for programs
 * @param message a sentence for people
 */
public record ErrorDescriptor(String error, String message) implements OperationResponseBody {}
