package io.threadlets.spring.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** The method whose return type tells Spring how to write an answer. */
final class ThreadletsWebHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection()
                .registerType(
                        TypeReference.of("io.threadlets.spring.web.FailureAnswer"),
                        type -> type.withMethod("entity", List.of(), ExecutableMode.INVOKE));
    }
}
