package io.threadlets.spring.context;

import io.micrometer.context.ContextRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.MDC;

/** Gives a test's thread a context: a request in the MDC, and a tenant that is registered for propagation. */
final class CallersContext implements BeforeEachCallback, AfterEachCallback {
    private static final String KEY = "io.threadlets.test.tenant";

    private final ThreadLocal<@Nullable String> tenant = new ThreadLocal<>();

    ThreadLocal<@Nullable String> tenant() {
        return tenant;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, tenant::get, tenant::set, tenant::remove);
        MDC.put("request", "r1");
        tenant.set("t1");
    }

    @Override
    public void afterEach(ExtensionContext test) {
        ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
        MDC.clear();
        tenant.remove();
    }
}
