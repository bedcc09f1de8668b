package io.threadlets.spring.method;

import io.threadlets.spring.config.SettingsResolver;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.method.MethodPlan.Returns;
import io.threadlets.spring.method.ThreadletMethods.Declaration;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * What an annotated method must not be or say because its queue has a store, or has none.
 *
 * @param method the method
 * @param where how the report names it
 * @param problems where to what is wrong
 */
record StoredMethodChecks(Method method, String where, Consumer<Problem> problems) {

    /**
     * Looks at the method.
     *
     * @param declared what stands on it and is set over it
     * @param queue the queue's name
     * @param isStored whether that has a store
     * @param properties those that set something over the annotation
     */
    void check(Declaration declared, String queue, boolean isStored, List<String> properties) {
        if (isStored) {
            checkReturns(queue);
            checkKey(declared.key(), properties);
            return;
        }
        refuse(Returns.of(method) == Returns.RECEIPT, "returns a ThreadletReceipt", queue, properties);
        refuse(!declared.name().isEmpty(), "has the name '" + declared.name() + "'", queue, properties);
        refuse(!declared.key().isEmpty(), "has the key '" + declared.key() + "'", queue, properties);
        refuse(!declared.noRetryFor().isEmpty(), "says noRetryFor", queue, properties);
    }

    private void refuse(boolean is, String what, String queue, List<String> properties) {
        if (is) {
            final String store = SettingsResolver.prefix(queue) + ".store";
            problems.accept(new Problem(
                    "@Threadlet on " + where + " " + what + ", but queue '" + queue
                            + "' has no store: nothing would come of it.",
                    "Set " + store + ", as in " + store + ": jdbc, or remove it.",
                    properties));
        }
    }

    private void checkReturns(String queue) {
        final Returns returns = Returns.of(method);
        if (returns != Returns.NOTHING && returns != Returns.RECEIPT) {
            problems.accept(new Problem(
                    "@Threadlet on " + where + " returns "
                            + method.getGenericReturnType().getTypeName() + ", but queue '" + queue
                            + "' has a store: the caller may be gone when the call ends.",
                    "Return void or ThreadletReceipt, or use a queue without a store."));
        }
    }

    private void checkKey(String key, List<String> properties) {
        if (key.isEmpty()) {
            return;
        }
        try {
            new SpelExpressionParser().parseExpression(key);
        } catch (ParseException | IllegalStateException unreadable) {
            problems.accept(new Problem(
                    "@Threadlet(key = \"" + key + "\") on " + where + " cannot be parsed: " + unreadable.getMessage()
                            + ".",
                    "Write an expression as in @Cacheable, such as #orderId, #p0 or #order.id.",
                    properties));
        }
    }
}
