package io.threadlets.spring.actuate;

import io.threadlets.spring.queue.QueueLifecycle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.context.SmartLifecycle;

/** Says in the log, once, where the queues can be seen, or what to set so that they can. */
public final class EndpointAnnouncement implements SmartLifecycle {
    private static final Log LOG = LogFactory.getLog(EndpointAnnouncement.class);

    private final @Nullable String path;
    private final Access access;
    private boolean isDone;

    /**
     * An announcement of the endpoint.
     *
     * @param path where it is; null if it is not exposed
     * @param access what may be done there
     */
    public EndpointAnnouncement(@Nullable String path, Access access) {
        this.path = path;
        this.access = access;
    }

    /** Right after the line that lists the queues. */
    @Override
    public int getPhase() {
        return QueueLifecycle.PHASE + 1;
    }

    @Override
    public void start() {
        if (!isDone && access != Access.NONE) {
            LOG.info(text());
        }
        isDone = true;
    }

    private String text() {
        if (path == null) {
            return "To see them live: management.endpoints.web.exposure.include=health,threadlets";
        }
        return access == Access.UNRESTRICTED
                ? "See them at " + path + " (changes are allowed)"
                : "See them at " + path
                        + " (read-only; management.endpoint.threadlets.access=unrestricted allows changes)";
    }

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
        return isDone;
    }
}
