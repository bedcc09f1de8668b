package io.threadlets.sample;

import io.threadlets.spring.ThreadletExceptionHandler;
import io.threadlets.spring.ThreadletStoreException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Notes which scans are not tried again. Who asks the actuator to run such a call again has its scan gone on with. */
@Component
final class DeadScans implements ThreadletExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(DeadScans.class);

    private final ScanStore store;

    DeadScans(ScanStore store) {
        this.store = store;
    }

    @Override
    public void handle(Throwable failure, Method method, @Nullable Object... args) {
        log.error("{}.{} failed", method.getDeclaringClass().getSimpleName(), method.getName(), failure);
        if (method.getDeclaringClass() == Walker.class && args.length > 0 && args[0] instanceof Long id) {
            // What the store itself reports is that too many instances have died while they ran it.
            store.giveUp(id, failure instanceof ThreadletStoreException ? ScanState.INTERRUPTED : ScanState.FAILED);
        }
    }
}
