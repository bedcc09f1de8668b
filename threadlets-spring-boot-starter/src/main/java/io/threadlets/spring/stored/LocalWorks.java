package io.threadlets.spring.stored;

import io.threadlets.ThreadletListener;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.config.WrittenProperties;
import io.threadlets.spring.queue.ListenerSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Says once of each queue with a store that what it is given otherwise than by a stored method is not stored. */
public final class LocalWorks implements ListenerSource {
    private static final Log LOG = LogFactory.getLog(LocalWorks.class);

    private final WrittenProperties properties;

    /**
     * For the queues of these properties.
     *
     * @param environment where they are
     */
    public LocalWorks(Environment environment) {
        this.properties = new WrittenProperties(environment);
    }

    @Override
    public @Nullable ThreadletListener listenerFor(String queue) {
        return properties.hasStore(queue) ? new Once(queue) : null;
    }

    private static final class Once implements ThreadletListener {
        private final String queue;
        private final AtomicBoolean isTold = new AtomicBoolean();

        Once(String queue) {
            this.queue = queue;
        }

        @Override
        public void submitted(ThreadletWork work) {
            if (!(work instanceof TakenWork) && isTold.compareAndSet(false, true)) {
                LOG.warn(queue
                        + ": a work that was submitted to the queue, or to its executor as by @Async, runs on this"
                        + " instance and is not stored, though the queue has a store: only calls of @Threadlet methods"
                        + " are. Reported once for each queue.");
            }
        }
    }
}
