package io.threadlets.spring.actuate;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who asks.
 *
 * @param name null if nobody has signed in
 * @param channel what they ask over
 * @param seesValues whether they are shown values that may be secret
 */
record Caller(@Nullable String name, String channel, boolean seesValues) {
    private static final String NOBODY = "anonymous";

    static Caller overHttp(SecurityContext security, ShownValues values) {
        final Principal principal = security.getPrincipal();
        return new Caller(principal == null ? null : principal.getName(), "HTTP", values.areShownTo(security));
    }

    /** Who may connect at all may do all. */
    static Caller overJmx(ShownValues values) {
        return new Caller(null, "JMX", values.areShownToTrusted());
    }

    String principal() {
        return name == null ? NOBODY : name;
    }

    /** As "by admin over HTTP"; a name is nothing to break lines of the log with. */
    @Override
    public String toString() {
        return "by " + principal().replaceAll("\\p{Cntrl}", "?") + " over " + channel;
    }
}
