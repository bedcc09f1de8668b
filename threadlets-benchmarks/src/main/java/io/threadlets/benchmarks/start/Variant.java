package io.threadlets.benchmarks.start;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import io.micrometer.common.KeyValue;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.threadlets.ThreadletQueue;
import io.threadlets.spring.Threadlet;
import jakarta.annotation.PostConstruct;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.LogFactory;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.slf4j.SLF4JProvider;
import org.jspecify.annotations.NullMarked;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.aop.Advisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.SpringVersion;
import org.springframework.expression.ExpressionParser;
import org.yaml.snakeyaml.Yaml;

/** What the application has on its class path. */
enum Variant {
    /** {@code spring-boot-starter} and what it needs. */
    BARE,

    /** The same, and {@code threadlets-spring-boot-starter}. */
    THREADLETS;

    /** {@return the class path, in the form of this system} */
    String classPath(Path application) {
        return Stream.concat(
                        Stream.of(application),
                        Stream.concat(oneOfEachJar(), added()).map(Variant::jar))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A class of each jar that the variant has beside those. */
    private Stream<Class<?>> added() {
        return switch (this) {
            case BARE -> Stream.empty();
            case THREADLETS -> Stream.of(ThreadletQueue.class, Threadlet.class, ContextRegistry.class);
        };
    }

    /** A class of each jar that {@code spring-boot-starter} brings; its own, and that for logging, are empty. */
    private static Stream<Class<?>> oneOfEachJar() {
        return Stream.of(
                SpringApplication.class,
                AutoConfiguration.class,
                ApplicationContext.class,
                BeanFactory.class,
                SpringVersion.class,
                Advisor.class,
                ExpressionParser.class,
                Observation.class,
                KeyValue.class,
                LoggerFactory.class,
                LoggerContext.class,
                Context.class,
                LogManager.class,
                SLF4JProvider.class,
                SLF4JBridgeHandler.class,
                LogFactory.class,
                NullMarked.class,
                PostConstruct.class,
                Yaml.class);
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " comes from no file.", e);
        }
    }
}
