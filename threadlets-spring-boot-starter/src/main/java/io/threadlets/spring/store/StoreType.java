package io.threadlets.spring.store;

import java.util.Collection;
import java.util.List;
import org.springframework.core.env.Environment;

/**
 * A kind of store that is on the class path. Named in {@code META-INF/spring.factories} under the name of this
 * interface, with a constructor without parameters: the properties are checked before any bean is made.
 */
public interface StoreType {
    /**
     * What the key {@code store} of a queue says for it.
     *
     * @return a short name in small letters
     */
    String name();

    /**
     * What can be set of the store as a whole, under {@code threadlets} and its name.
     *
     * @return a record, whose components are the keys
     */
    Class<?> properties();

    /**
     * Looks for what keeps the application from starting.
     *
     * @param queues the names of all queues that use this kind of store
     * @param environment where the properties of the store itself are
     * @return what is wrong; empty if nothing is
     */
    List<Problem> problems(Collection<String> queues, Environment environment);

    /**
     * One thing that is wrong.
     *
     * @param text what, with the value and the rule
     * @param fix what to do
     * @param properties the properties concerned, for who can tell where they were read
     */
    record Problem(String text, String fix, List<String> properties) {}
}
