package io.threadlets.spring.readme.parts;

/** A remote server, which may be slow, or fail. */
@FunctionalInterface
public interface Server {
    String ask(String question) throws Exception;
}
