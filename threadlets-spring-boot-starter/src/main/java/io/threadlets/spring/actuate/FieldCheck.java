package io.threadlets.spring.actuate;

import io.threadlets.spring.config.Suggestions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refuses a write with a field that the endpoint does not have. Boot would drop it, and a slip of the finger would be
 * answered as if it had been done.
 */
public final class FieldCheck implements OperationInvokerAdvisor {
    /** For the container. */
    public FieldCheck() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (type == OperationType.READ || !endpoint.equals(EndpointId.of(ThreadletsEndpoint.ID))) {
            return invoker;
        }
        final List<String> known = new ArrayList<>();
        for (OperationParameter parameter : parameters) {
            if (parameter.getType() != SecurityContext.class) {
                known.add(parameter.getName());
            }
        }
        return context -> {
            final String unknown = unknown(context, known);
            return unknown == null
                    ? invoker.invoke(context)
                    : refusal(unknown, known).response();
        };
    }

    /** Proxies and tokens add parameters of their own, which begin with an underscore. */
    private static @Nullable String unknown(InvocationContext context, List<String> known) {
        return context.getArguments().keySet().stream()
                .filter(field -> !known.contains(field) && !field.startsWith("_"))
                .findFirst()
                .orElse(null);
    }

    private static RefusedRequest refusal(String field, List<String> known) {
        final String allowed =
                known.contains("interrupt") ? "interrupt" : known.contains("action") ? "action" : QueueChange.FIELDS;
        return RefusedRequest.invalid(
                field,
                null,
                "There is no field '" + field + "'."
                        + Suggestions.nearest(field, List.of(allowed.split(", ")))
                                .map(near -> " Did you mean '" + near + "'?")
                                .orElse(""),
                allowed);
    }
}
