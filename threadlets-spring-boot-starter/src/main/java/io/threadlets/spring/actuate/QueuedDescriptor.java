package io.threadlets.spring.actuate;

import io.threadlets.spring.inspect.QueuedView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What waits on a queue.
 *
 * @param total how many works wait
 * @param truncated whether more wait than are listed here, before or after these
 * @param works oldest first
 */
public record QueuedDescriptor(int total, boolean truncated, List<Work> works) implements OperationResponseBody {
    /**
     * A work that waits.
     *
     * @param position its place in the line, from 1
     * @param id what to remove it by
     * @param work what it says of itself
     * @param submittedAt when it was submitted
     * @param ageMs how long it has waited
     * @param submittedBy the thread that has submitted it; null if not known
     * @param traceId the trace that it was submitted in; null if there is none
     */
    public record Work(
            int position,
            long id,
            String work,
            @Nullable Instant submittedAt,
            @Nullable Long ageMs,
            @Nullable String submittedBy,
            @Nullable String traceId) {

        static Work of(QueuedView work) {
            return new Work(
                    work.position(),
                    work.id(),
                    work.description(),
                    work.since(),
                    QueueDescriptor.millis(work.age()),
                    work.submittedBy(),
                    work.traceId());
        }
    }
}
