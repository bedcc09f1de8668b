package io.threadlets.spring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Matches unless something is switched off. Boot's own condition takes whatever is not {@code true} for that: an
 * {@code on} or a typo would switch off in silence what is wanted.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnSwitchCondition.class)
@interface ConditionalOnSwitch {
    /** Properties that are true or false, and true where they are not set. */
    String[] value();
}
