package io.threadlets.spring.autoconfigure;

import io.threadlets.spring.config.ThreadletsProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What is found by reflection: how a queue that is only named is bound, whether there is a tracer, and virtual threads,
 * where the JVM has them, since this is compiled for Java 17. And what is read as files: the live page.
 */
final class ThreadletsRuntimeHints implements RuntimeHintsRegistrar {
    private static final String BUILDER = "java.lang.Thread$Builder";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern("io/threadlets/spring/actuate/page/*");
        final ReflectionHints reflection = hints.reflection();
        reflection.registerType(
                ThreadletsProperties.Queue.class,
                type -> type.withMethod("valueOf", List.of(TypeReference.of(String.class)), ExecutableMode.INVOKE));
        reflection.registerTypeIfPresent(classLoader, ThreadletsObservationAutoConfiguration.TRACER);
        if (ClassUtils.isPresent(BUILDER, classLoader)) {
            reflection.registerType(
                    Thread.class, type -> type.withMethod("ofVirtual", List.of(), ExecutableMode.INVOKE));
            reflection.registerType(TypeReference.of(BUILDER), MemberCategory.INVOKE_PUBLIC_METHODS);
            reflection.registerType(TypeReference.of(BUILDER + "$OfVirtual"), MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
