package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.config.WrittenProperties;
import java.util.Collection;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What {@link ConditionalOnStore} says. */
final class OnStoreCondition extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        final Environment environment = context.getEnvironment();
        final ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnStore.class);
        if (!OnSwitchCondition.isOn("threadlets.enabled", environment)
                || "inline".equalsIgnoreCase(environment.getProperty("threadlets.mode"))) {
            return ConditionOutcome.noMatch(message.because("calls are made in their callers"));
        }
        final String wanted =
                metadata.getAnnotations().get(ConditionalOnStore.class).getString("value");
        final Collection<String> stores =
                new WrittenProperties(environment).stores().values();
        return (wanted.isEmpty() ? !stores.isEmpty() : stores.contains(wanted))
                ? ConditionOutcome.match(message.because("a queue has it"))
                : ConditionOutcome.noMatch(message.because("no queue has it"));
    }
}
