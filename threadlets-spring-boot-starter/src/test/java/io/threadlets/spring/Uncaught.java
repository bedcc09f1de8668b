package io.threadlets.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What reaches the default uncaught-exception handler during a test. */
public final class Uncaught implements BeforeEachCallback, AfterEachCallback {
    private static final long LIMIT_SECONDS = 20;

    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private Thread.@Nullable UncaughtExceptionHandler before;

    /** Takes the next one off; none may take long. */
    public Throwable take() throws InterruptedException {
        final Throwable failure = failures.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(failure).as("an uncaught failure").isNotNull();
        return failure;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Thread.setDefaultUncaughtExceptionHandler(before);
        assertThat(failures).as("failures that nobody expected").isEmpty();
    }
}
