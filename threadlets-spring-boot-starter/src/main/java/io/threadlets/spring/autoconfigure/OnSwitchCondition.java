package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What {@link ConditionalOnSwitch} says. */
final class OnSwitchCondition extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        final ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSwitch.class);
        for (String property :
                metadata.getAnnotations().get(ConditionalOnSwitch.class).getStringArray("value")) {
            if (!isOn(property, context.getEnvironment())) {
                return ConditionOutcome.noMatch(message.because(property + " is false"));
            }
        }
        return ConditionOutcome.match(message.because("nothing is switched off"));
    }

    /** Also where the property is not set. */
    static boolean isOn(String property, Environment environment) {
        try {
            return environment.getProperty(property, Boolean.class, true);
        } catch (ConversionException unreadable) {
            final ThreadletsConfigurationException failure = new ThreadletsConfigurationException(List.of(new Problem(
                    property + " is " + environment.getProperty(property) + ", but must be true or false.",
                    "Set " + property + " to true or false.",
                    List.of(property))));
            failure.initCause(unreadable);
            throw failure;
        }
    }
}
