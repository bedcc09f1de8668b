package io.threadlets.spring.readme.parts;

/**
 * Something that takes long to make.
 *
 * @param thread which made it
 */
public record Report(String name, String thread) {}
