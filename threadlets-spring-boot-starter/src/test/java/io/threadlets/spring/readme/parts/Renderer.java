package io.threadlets.spring.readme.parts;

/** What blocks. */
@FunctionalInterface
public interface Renderer {
    Report render(String name);
}
