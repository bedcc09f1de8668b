package io.threadlets.spring.actuate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.util.ObjectUtils;

/** Masks what may be secret, as Boot's own endpoints do: the arguments of calls, and the messages of exceptions. */
final class ShownValues {
    private final Show show;
    private final Set<String> roles;
    private final Sanitizer sanitizer;

    ShownValues(Show show, Set<String> roles, List<SanitizingFunction> functions) {
        this.show = show;
        this.roles = Set.copyOf(roles);
        this.sanitizer = new Sanitizer(functions);
    }

    boolean areShownTo(SecurityContext security) {
        return show.isShown(security, roles);
    }

    boolean areShownToTrusted() {
        return show.isShown(true);
    }

    /**
     * A value in a few words. Does not ask objects that it does not know for theirs: that could take any time.
     *
     * @param key what sanitizing functions know it by
     */
    @Nullable
    Object of(String key, @Nullable Object value, Caller caller) {
        final Object text = caller.seesValues() && value != null ? ObjectUtils.nullSafeConciseToString(value) : value;
        return sanitizer.sanitize(new SanitizableData(null, key, text), caller.seesValues());
    }
}
