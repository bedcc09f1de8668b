package io.threadlets.spring.readme.parts;

/** Who is told of failures that nobody waits for. */
@FunctionalInterface
public interface Alarm {
    void raise(String what, Throwable why);
}
