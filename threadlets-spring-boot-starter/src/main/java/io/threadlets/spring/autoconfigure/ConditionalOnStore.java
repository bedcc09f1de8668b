package io.threadlets.spring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Matches where some queue has a store, and calls are kept there: not in inline mode. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnStoreCondition.class)
public @interface ConditionalOnStore {
    /**
     * Which store.
     *
     * @return what the key {@code store} of some queue must say; empty for any store
     */
    String value() default "";
}
